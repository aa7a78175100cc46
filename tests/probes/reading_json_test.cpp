#include "probes/outside/reading_json.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::outside;

namespace {

Result<Gathered> parsed(std::string_view text, const std::string& place = "node/source:cdu") {
  return parse_reading_json(text, place, SiteMetrics{});
}

std::string complaint(std::string_view text) {
  const auto found = parsed(text);
  REQUIRE_FALSE(found);
  return found.error().message;
}

const Reading& reading_of(const Gathered& found, std::string_view device, std::string_view metric) {
  const auto reading = std::ranges::find_if(found.readings, [&](const GatheredReading& candidate) {
    return found.devices[candidate.device].id == device && candidate.metric->name == metric;
  });
  INFO(device << " " << metric);
  REQUIRE(reading != found.readings.end());
  return reading->reading;
}

std::string document(std::string_view readings, std::string_view simulated = "false") {
  return "{\n  \"format\": \"rackproof-reading/1\",\n  \"takenAt\": \"2026-11-21T05:17:00Z\",\n"
         "  \"root\": \"/\",\n  \"simulated\": " +
         std::string(simulated) + ",\n  \"readings\": [" + std::string(readings) +
         "],\n  \"events\": [],\n  \"probes\": []\n}\n";
}

}  // namespace

TEST_CASE("reading json: lines of metric, device and value are readings", "[probes][outside]") {
  const auto found = parsed(
      "{\"metric\":\"temperature_celsius\",\"device\":\"node/supply\",\"value\":18.5,"
      "\"kind\":\"temperature_sensor\",\"unit\":\"Cel\",\"at\":\"2026-11-21T05:17:00Z\"}\n"
      "{\"metric\":\"power_watts\",\"device\":\"node\",\"value\":120}\n");
  INFO((found ? std::string() : found.error().message));
  REQUIRE(found);
  CHECK(reading_of(*found, "node/source:cdu/supply", "temperature_celsius") == Reading(18.5));
  CHECK(reading_of(*found, "node/source:cdu", "power_watts") == Reading(std::int64_t{120}));
  CHECK(found->devices[1].kind == DeviceKind::temperature_sensor);
  CHECK(found->devices[1].parent == "node/source:cdu");
  CHECK(found->readings[0].stamped);
  CHECK(found->series == 2);
}

TEST_CASE("reading json: the document that read --json prints is taken over, reasons too",
          "[probes][outside]") {
  const auto found = parsed(document(
      R"({"device":"node/pci:0000:3b:00.0","metric":"pcie_replay_total","unit":"1",)"
      R"("at":"2026-11-21T05:17:00Z","value":"9223372036854775807"},)"
      R"({"device":"node/pci:0000:3b:00.0","metric":"pcie_link_width_lanes","unit":"lanes",)"
      R"("at":"2026-11-21T05:17:00Z","missing":{"reason":"denied","text":"no"}})"));
  INFO((found ? std::string() : found.error().message));
  REQUIRE(found);
  CHECK(reading_of(*found, "node/source:cdu/pci:0000:3b:00.0", "pcie_replay_total") ==
        Reading(std::int64_t{9223372036854775807}));
  CHECK(reading_of(*found, "node/source:cdu/pci:0000:3b:00.0", "pcie_link_width_lanes") ==
        Reading(Error{ErrorKind::denied, "no"}));
}

TEST_CASE("reading json: a captured tree is no reading of a machine", "[probes][outside]") {
  CHECK(complaint(document("", "true")).find("simulated") != std::string::npos);
  CHECK(parsed(document("")));
}

TEST_CASE("reading json: ids stay where they are for a source that speaks of this node",
          "[probes][outside]") {
  const auto found =
      parsed("{\"metric\":\"power_watts\",\"device\":\"node/psu:1\",\"value\":1}\n", "node");
  REQUIRE(found);
  CHECK(found->devices[0].kind == DeviceKind::node);
  CHECK(found->devices[1].id == "node/psu:1");
  CHECK(found->devices[1].parent == "node");
}

TEST_CASE("reading json: null is a reason, never a number", "[probes][outside]") {
  const auto found = parsed("{\"metric\":\"power_watts\",\"device\":\"a\",\"value\":null}\n");
  REQUIRE(found);
  CHECK(std::get<Error>(found->readings[0].reading).kind == ErrorKind::sentinel);
}

TEST_CASE("reading json: a value in another unit is a reason, never converted in silence",
          "[probes][outside]") {
  const auto found =
      parsed("{\"metric\":\"power_watts\",\"device\":\"a\",\"value\":1,\"unit\":\"kW\"}\n");
  REQUIRE(found);
  CHECK(std::get<Error>(found->readings[0].reading).message == "expected the metric's unit, W");
}

TEST_CASE("reading json: a metric that is nowhere is left out and told", "[probes][outside]") {
  const auto found = parsed("{\"metric\":\"site_new\",\"device\":\"a\",\"value\":1}\n");
  REQUIRE(found);
  CHECK(found->readings.empty());
  REQUIRE(found->left_out.size() == 1);
  CHECK(found->left_out[0].name == "site_new");
  CHECK_FALSE(found->left_out[0].on_purpose);
}

TEST_CASE("reading json: what comes twice is not believed", "[probes][outside]") {
  const std::string line = "{\"metric\":\"power_watts\",\"device\":\"a\",\"value\":1}\n";
  const auto found = parsed(line + line);
  REQUIRE(found);
  REQUIRE(found->readings.size() == 1);
  CHECK(std::get<Error>(found->readings[0].reading).kind == ErrorKind::malformed);
}

TEST_CASE("reading json: half a line, nonsense and unknown members cost the whole",
          "[probes][outside]") {
  const std::string line = "{\"metric\":\"power_watts\",\"device\":\"a\",\"value\":1}";
  CHECK(complaint(line).find("cut off") != std::string::npos);
  CHECK(complaint(line + "\n{\"metric\"\n").starts_with("line 2: "));
  CHECK(complaint(line + "\n\n").starts_with("line 2: "));
  for (const auto* text :
       {"garbage\n", "[]\n", "7\n", "{}\n", "{\"format\":\"other/1\"}\n",
        "{\"metric\":\"power_watts\",\"device\":\"a\"}\n",
        "{\"metric\":\"power_watts\",\"device\":\"a\",\"value\":true}\n",
        "{\"metric\":\"power_watts\",\"device\":\"a\",\"value\":\"high\"}\n",
        "{\"metric\":\"power_watts\",\"device\":\"a\",\"value\":1,\"valeu\":2}\n",
        "{\"metric\":\"power_watts\",\"device\":\"a\",\"value\":1,\"kind\":\"psu\"}\n",
        "{\"metric\":\"power_watts\",\"device\":\"a\",\"value\":1,\"at\":\"now\"}\n",
        "{\"metric\":\"power_watts\",\"device\":\"\",\"value\":1}\n",
        "{\"device\":\"a\",\"value\":1}\n"}) {
    INFO(text);
    CHECK_FALSE(complaint(text).empty());
  }
  CHECK(parsed("")->readings.empty());
}
