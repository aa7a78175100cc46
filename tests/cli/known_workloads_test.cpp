#include "cli/known_workloads.h"

#include <catch2/catch.hpp>

#include "certsuite/workloads/registry.h"
#include "schemas/catalogue.h"

using namespace rackproof;

TEST_CASE("known workloads: every workload measures something that the catalogue has", "[cli]") {
  const auto known = known_workloads();
  CHECK(known.size() == workload_registry().size());
  for (const auto& workload : known) {
    INFO(workload.name);
    CHECK_FALSE(workload.measurements.empty());
    for (const auto& name : workload.measurements) {
      const auto* metric = metrics::find(name);
      REQUIRE(metric != nullptr);
      CHECK(metric->measurement);
    }
  }
}
