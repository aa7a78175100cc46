#include "certsuite/workloads/registry.h"

#include <set>
#include <string_view>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"

namespace rackproof {
namespace {

TEST_CASE("workload registry: names are unique and are what the workloads call themselves",
          "[workloads]") {
  std::set<std::string_view> seen;
  for (const auto& entry : workload_registry()) {
    CHECK(seen.insert(entry.name).second);
    CHECK(entry.make()->name() == entry.name);
    CHECK_FALSE(entry.name.starts_with("selftest_"));
  }
  for (const auto* name : {"gemm_exact", "mem_triad", "mem_pattern", "cpu_sdc"}) {
    CHECK(make_workload(name) != nullptr);
  }
  CHECK(make_workload("no_such_workload") == nullptr);
}

TEST_CASE("workload registry: a part that a workload starts can be made and is on no list",
          "[workloads]") {
  const auto part = make_workload("corpus_unit");
  REQUIRE(part != nullptr);
  CHECK_FALSE(part->needs({}).empty());
  for (const auto& entry : workload_registry()) {
    CHECK(entry.name != part->name());
  }
}

TEST_CASE(
    "workload registry: what a workload measures is in the catalogue and begins with its name",
    "[workloads]") {
  for (const auto& entry : workload_registry()) {
    const auto workload = entry.make();
    CHECK_FALSE(workload->purpose().empty());
    CHECK_FALSE(workload->measurements().empty());
    for (const auto name : workload->measurements()) {
      INFO(name);
      const auto* metric = metrics::find(name);
      REQUIRE(metric != nullptr);
      CHECK(metric->measurement);
      CHECK(name.starts_with(entry.name));
    }
  }
}

}  // namespace
}  // namespace rackproof
