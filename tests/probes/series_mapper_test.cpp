#include "probes/outside/series_mapper.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "probes/outside/source_map_toml.h"

using namespace rackproof;
using namespace rackproof::outside;

namespace {

constexpr const char* kMap = R"(
[map]
title = "t"
source = "s"

[[device]]
key = "gpu"
kind = "accelerator"
id = "pci:{pci_bus_id|pci}"
model = "{modelName}"
attributes = { uuid = "{UUID}" }

[[device]]
key = "pump"
kind = "fan"
id = "pump"

[[series]]
name = "gpu_watts"
device = "gpu"
metric = "power_watts"
unit = "W"

[[series]]
name = "temp"
when = { place = "inlet*" }
device = "pump"
metric = "temperature_celsius"
unit = "Cel"

[[series]]
name = "heat"
metric = "power_watts"
unit = "kW"

[[series]]
name = "power_state"
device = "gpu"
metric = "pci_power_state"
state_label = "state"
states = { D0 = 0, D3hot = 3 }

[[series]]
name = "gpu_info"
device = "gpu"

[[ignore]]
name = "go_*"
why = "the exporter's own"
)";

Gathered told(std::string_view text, const std::string& place = "node/source:x") {
  const auto map = load_source_map(kMap, "m.toml");
  INFO((map ? std::string() : map.error().message));
  REQUIRE(map);
  const auto exposition = parse_openmetrics(text);
  INFO((exposition ? std::string() : exposition.error().message));
  REQUIRE(exposition);
  return SeriesMapper(*map, place).told(*exposition);
}

const Reading* find(const Gathered& found, std::string_view device, std::string_view metric) {
  const auto reading = std::ranges::find_if(found.readings, [&](const GatheredReading& candidate) {
    return found.devices[candidate.device].id == device && candidate.metric->name == metric;
  });
  return reading == found.readings.end() ? nullptr : &reading->reading;
}

std::string why_left_out(const Gathered& found, std::string_view name) {
  const auto left = std::ranges::find(found.left_out, name, &LeftOut::name);
  return left == found.left_out.end() ? std::string() : left->why;
}

}  // namespace

TEST_CASE("series mapper: a series becomes a reading of a device that its labels name",
          "[probes][outside]") {
  const auto found = told(
      "gpu_watts{pci_bus_id=\"00000000:3B:00.0\",modelName=\"H200\",UUID=\"GPU-1\"} 612.5\n"
      "temp{place=\"inlet left\"} 18\nheat 1.5\n");
  const std::string gpu = "node/source:x/pci:0000:3b:00.0";
  REQUIRE(find(found, gpu, "power_watts") != nullptr);
  CHECK(*find(found, gpu, "power_watts") == Reading(612.5));
  CHECK(*find(found, "node/source:x/pump", "temperature_celsius") == Reading(std::int64_t{18}));
  CHECK(*find(found, "node/source:x", "power_watts") == Reading(1500.0));
  const auto device = std::ranges::find(found.devices, gpu, &Device::id);
  CHECK(device->model == "H200");
  CHECK(device->attributes.at("uuid") == "GPU-1");
  CHECK(device->parent == "node/source:x");
  CHECK(found.left_out.empty());
  CHECK(found.series == 3);
}

TEST_CASE("series mapper: a source that speaks of this node names this node's devices",
          "[probes][outside]") {
  const auto found = told("gpu_watts{pci_bus_id=\"3b:00.0\"} 1\nheat 1\n", "node");
  CHECK(find(found, "node/pci:0000:3b:00.0", "power_watts") != nullptr);
  CHECK(find(found, "node", "power_watts") != nullptr);
}

TEST_CASE("series mapper: each series left out is named with why", "[probes][outside]") {
  const auto found = told(
      "gpu_watts{gpu=\"0\"} 1\ngpu_watts{pci_bus_id=\"N/A\"} 1\ntemp{place=\"outlet\"} 1\n"
      "go_threads 9\nnew_thing 1\n");
  CHECK(found.readings.empty());
  CHECK(why_left_out(found, "gpu_watts") == "it has no label pci_bus_id");
  CHECK(why_left_out(found, "temp") == "no row of that name fits its labels");
  CHECK(why_left_out(found, "go_threads") == "the exporter's own");
  CHECK(why_left_out(found, "new_thing") == "no row of the map names it");
  CHECK(std::ranges::count(found.left_out, true, &LeftOut::on_purpose) == 1);
  CHECK(found.series == 5);
}

TEST_CASE("series mapper: of one series a state the one that holds is taken", "[probes][outside]") {
  const auto of = [](std::string_view d0, std::string_view d3, std::string_view other) {
    const std::string start = "power_state{pci_bus_id=\"3b:00.0\",state=\"";
    return told(start + "D0\"} " + std::string(d0) + "\n" + start + "D3hot\"} " + std::string(d3) +
                "\n" + start + "odd\"} " + std::string(other) + "\n");
  };
  const std::string gpu = "node/source:x/pci:0000:3b:00.0";
  CHECK(*find(of("0", "1", "0"), gpu, "pci_power_state") == Reading(std::int64_t{3}));
  CHECK(*find(of("1", "0", "0"), gpu, "pci_power_state") == Reading(std::int64_t{0}));
  CHECK(find(of("0", "0", "0"), gpu, "pci_power_state") == nullptr);
  CHECK(std::holds_alternative<Error>(*find(of("0", "0", "1"), gpu, "pci_power_state")));
  CHECK(std::holds_alternative<Error>(*find(of("1", "1", "0"), gpu, "pci_power_state")));
}

TEST_CASE("series mapper: a row without metric takes the device's facts alone",
          "[probes][outside]") {
  const auto found = told("gpu_info{pci_bus_id=\"3b:00.0\",modelName=\"H200\"} 1\n");
  CHECK(found.readings.empty());
  REQUIRE(found.devices.size() == 2);
  CHECK(found.devices[1].model == "H200");
}

TEST_CASE("series mapper: NaN and infinities come through as reasons", "[probes][outside]") {
  const auto found = told("heat NaN\ntemp{place=\"inlet\"} +Inf\n");
  CHECK(std::get<Error>(*find(found, "node/source:x", "power_watts")).kind == ErrorKind::sentinel);
  CHECK(std::get<Error>(*find(found, "node/source:x/pump", "temperature_celsius")).kind ==
        ErrorKind::out_of_range);
}

TEST_CASE("series mapper: what must come is known before it has come", "[probes][outside]") {
  const auto map = load_source_map(kMap, "m.toml");
  REQUIRE(map);
  const SeriesMapper mapper(*map, "node/source:x");
  const auto expected = mapper.expected();
  CHECK(expected.readings.size() == 2);
  REQUIRE(find(expected, "node/source:x/pump", "temperature_celsius") != nullptr);
  CHECK(std::get<Error>(*find(expected, "node/source:x", "power_watts")).kind == ErrorKind::absent);
  CHECK_FALSE(mapper.every_device_is_known());

  auto fixed = *map;
  std::erase_if(fixed.series, [](const SeriesRow& row) { return row.device == std::size_t{0}; });
  CHECK(SeriesMapper(fixed, "node/source:x").every_device_is_known());
}
