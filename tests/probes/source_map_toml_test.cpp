#include "probes/outside/source_map_toml.h"

#include <cstdint>
#include <string>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"

using namespace rackproof;
using namespace rackproof::outside;

namespace {

const std::string kHead = "[map]\ntitle = \"t\"\nsource = \"s\"\n";

Result<SourceMap> loaded(const std::string& rows) {
  return load_source_map(kHead + rows, "m.toml");
}

std::string complaint(const std::string& rows) {
  const auto map = loaded(rows);
  REQUIRE_FALSE(map);
  CHECK(map.error().kind == ErrorKind::malformed);
  return map.error().message;
}

constexpr const char* kGpu = R"(
[[device]]
key = "gpu"
kind = "accelerator"
id = "pci:{pci_bus_id|pci}"
model = "{modelName}"
attributes = { uuid = "{UUID}" }
)";

}  // namespace

TEST_CASE("source map file: rows are read as they stand", "[probes][outside]") {
  const auto map = loaded(std::string(kGpu) + R"(
[[series]]
name = "DCGM_FI_DEV_POWER_USAGE"
when = { gpu = "*" }
device = "gpu"
metric = "power_watts"
unit = "W"

[[series]]
name = "energy"
metric = "accelerator_energy_joules_total"
unit = "J"
divide = 1000

[[sentinel]]
value = 9223372036854775794
reason = "unsupported"
text = "DCGM: not supported"

[[ignore]]
name = "go_*"
why = "the exporter's own runtime"
)");
  INFO((map ? std::string() : map.error().message));
  REQUIRE(map);
  REQUIRE(map->devices.size() == 1);
  CHECK(map->devices[0].kind == DeviceKind::accelerator);
  CHECK(map->devices[0].facts.size() == 2);
  REQUIRE(map->series.size() == 2);
  CHECK(map->series[0].device == std::size_t{0});
  CHECK(map->series[0].metric == metrics::find("power_watts"));
  CHECK(map->series[0].when.front().label == "gpu");
  CHECK(map->series[1].conversion.divide == 1000);
  CHECK_FALSE(map->series[1].device);
  CHECK(map->sentinels.front().exactly == std::int64_t{0x7ffffffffffffff2});
  CHECK(map->sentinels.front().reason == ErrorKind::unsupported);
  CHECK(map->ignored.front().name == "go_*");
}

TEST_CASE("source map file: an unknown key is an error that names file and line",
          "[probes][outside]") {
  CHECK(complaint("[[series]]\nname = \"a\"\nmetrics = \"power_watts\"\n") ==
        "m.toml:6: series: unknown key 'metrics' (did you mean 'metric'?)");
  CHECK(complaint("[[serie]]\nname = \"a\"\n").starts_with("m.toml:4: map: unknown key 'serie'"));
}

TEST_CASE("source map file: a metric that is nowhere is named, with the nearest one",
          "[probes][outside]") {
  CHECK(complaint("[[series]]\nname = \"a\"\nmetric = \"power_wats\"\nunit = \"W\"\n") ==
        "m.toml:6: series: 'metric' 'power_wats' is neither in the catalogue nor a "
        "[[site_metric]] (did you mean 'power_watts'?)");
  CHECK(complaint("[[series]]\nname = \"a\"\n").find("'metric' is missing") != std::string::npos);
}

TEST_CASE("source map file: what a workload measures is not to be had from outside",
          "[probes][outside]") {
  const Metric* measurement = nullptr;
  for (const auto& metric : metrics::kWorkloadMetrics) {
    measurement = metric.measurement ? &metric : measurement;
  }
  REQUIRE(measurement != nullptr);
  CHECK(complaint("[[series]]\nname = \"a\"\nmetric = \"" + std::string(measurement->name) +
                  "\"\nunit = \"" + std::string(to_string(measurement->unit)) + "\"\n")
            .find("is taken by a workload") != std::string::npos);
}

TEST_CASE("source map file: no reading without its unit, nor with one of another dimension",
          "[probes][outside]") {
  CHECK(complaint("[[series]]\nname = \"a\"\nmetric = \"power_watts\"\n") ==
        "m.toml:4: series: 'unit' is missing: the unit of value * multiply / divide");
  CHECK(complaint("[[series]]\nname = \"a\"\nmetric = \"power_watts\"\nunit = \"Cel\"\n") ==
        "m.toml:7: series: 'unit' 'Cel' cannot be taken to the metric's, W");
  CHECK(
      complaint("[[series]]\nname = \"a\"\nmetric = \"power_watts\"\nunit = \"W\"\ndivide = 0\n") ==
      "m.toml:8: series: 'divide' is a number above 0");
  CHECK(loaded("[[series]]\nname = \"a\"\nmetric = \"pcie_replay_total\"\n"));
}

TEST_CASE("source map file: a device is known by its key, and once", "[probes][outside]") {
  CHECK(complaint("[[series]]\nname = \"a\"\ndevice = \"gpu\"\n") ==
        "m.toml:6: series: 'device' names no [[device]] above it: 'gpu'");
  CHECK(complaint(std::string(kGpu) + kGpu).find("is that of another device: 'gpu'") !=
        std::string::npos);
  CHECK(
      complaint("[[device]]\nkey = \"x\"\nkind = \"gpu\"\nid = \"x\"\n").find("cannot be 'gpu'") !=
      std::string::npos);
  CHECK(complaint("[[device]]\nkey = \"x\"\nkind = \"fan\"\nid = \"x{\"\n") ==
        "m.toml:7: device: 'id' has a brace without its other");
}

TEST_CASE("source map file: states need the label that names them", "[probes][outside]") {
  const std::string row = "[[series]]\nname = \"a\"\nmetric = \"pci_power_state\"\n";
  CHECK(complaint(row + "state_label = \"state\"\n").find("go together") != std::string::npos);
  CHECK(complaint(row + "states = { D0 = 0 }\n").find("go together") != std::string::npos);
  const auto map = loaded(row + "state_label = \"state\"\nstates = { D0 = 0, D3hot = 3 }\n");
  REQUIRE(map);
  CHECK(map->series[0].states.at("D3hot") == 3);
}

TEST_CASE("source map file: a sentinel is one number or a range, with its reason",
          "[probes][outside]") {
  CHECK(complaint("[[sentinel]]\ntext = \"t\"\n").find("is needed, and not both") !=
        std::string::npos);
  CHECK(complaint("[[sentinel]]\ntext = \"t\"\nvalue = 1\nat_least = 1\n").find("not both") !=
        std::string::npos);
  CHECK(complaint("[[sentinel]]\ntext = \"t\"\nat_least = 2\nat_most = 1\n").find("two ends") !=
        std::string::npos);
  CHECK(complaint("[[sentinel]]\nvalue = 1\n").find("'text' is missing") != std::string::npos);
  CHECK(complaint("[[sentinel]]\nvalue = 1\ntext = \"t\"\nreason = \"blank\"\n")
            .find("cannot be 'blank'") != std::string::npos);
}

TEST_CASE("source map file: a map without head or with broken TOML does not load",
          "[probes][outside]") {
  CHECK(load_source_map("", "m.toml").error().message.find("'map' is missing") !=
        std::string::npos);
  CHECK(load_source_map("[map\n", "m.toml").error().message.starts_with("m.toml:1: "));
}
