#include "probes/neuron/neuron_files.h"

#include <set>

#include <catch2/catch.hpp>

#include "probes/neuron/neuron_parse.h"

using namespace rackproof;
using namespace rackproof::neuron;

TEST_CASE("neuron: no file and no metric stands twice in a table", "[probes][neuron]") {
  for (const auto rows : {core_files(), device_files(), ecc_files()}) {
    std::set<std::string_view> paths;
    std::set<const Metric*> metrics;
    for (const auto& row : rows) {
      CAPTURE(row.path);
      CHECK(paths.insert(row.path).second);
      CHECK(metrics.insert(row.metric).second);
      CHECK(row.parse != nullptr);
    }
  }
  CHECK(core_files().size() == 24 + 2 + 22 + 2 + 6);
}

TEST_CASE("neuron: memory in use is total, a gauge, and present is not read", "[probes][neuron]") {
  for (const auto rows : {core_files(), device_files()}) {
    for (const auto& row : rows) {
      CAPTURE(row.path);
      CHECK_FALSE(row.path.ends_with("/present"));
      if (row.path.find("memory_usage") != std::string_view::npos) {
        CHECK(row.metric->kind == MetricKind::gauge);
        CHECK(row.metric->unit == Unit::byte);
        CHECK(row.path.ends_with("/peak") ==
              (row.metric->name.find("_peak_") != std::string_view::npos));
      }
    }
  }
}

TEST_CASE("neuron: uncorrectable counts move to repairable ones and back", "[probes][neuron]") {
  const auto rows = ecc_files();
  REQUIRE(rows.size() == 5);
  CHECK(rows[0].metric->counter.migrates_to == rows[1].metric->name);
  CHECK(rows[1].metric->counter.migrates_to == rows[0].metric->name);
}

TEST_CASE("neuron: no counter is sought under the infer_ name that the documents still print",
          "[probes][neuron]") {
  for (const auto rows : {core_files(), device_files()}) {
    for (const auto& row : rows) {
      CAPTURE(row.path);
      CHECK(row.path.find("/infer_") == std::string_view::npos);
    }
  }
}
