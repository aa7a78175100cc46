#include "cli/reading_page.h"

#include <string>

#include <catch2/catch.hpp>

#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "schemas/json/strict_json.h"

using namespace rackproof;

namespace {

OneReading three_readings() {
  OneReading reading;
  reading.inventory.devices = {the_node()};
  reading.inventory.simulated = true;
  const auto add = [&reading](const char* metric, Reading value) {
    reading.samples.push_back({0, metrics::find(metric), UtcTime{}, std::move(value)});
  };
  add("cpu_online_count", std::int64_t{4});
  add("temperature_celsius", 47.5);
  add("network_receive_bytes_total", Error{ErrorKind::denied, "/sys/x\x1b: no"});
  reading.events.push_back(
      {"node", UtcTime{}, "kmsg", "log_record", Severity::error, "bad \x07 thing", 9});
  reading.probes.push_back({"cpu", 1, 0, 0.5, ""});
  return reading;
}

}  // namespace

TEST_CASE("reading page: a value has its unit, a missing one its reason", "[cli]") {
  const auto text = reading_text(three_readings());
  CHECK(text.find(" 47.5 Cel\n") != std::string::npos);
  CHECK(text.find(" 4\n") != std::string::npos);
  CHECK(text.find("- denied: /sys/x\\x1b: no\n") != std::string::npos);
  CHECK(text.find("error kmsg: bad \\x07 thing\n") != std::string::npos);
}

TEST_CASE("reading page: the JSON document says its format, and what is missing", "[cli]") {
  const auto json = parse_strict_json(reading_json(three_readings(), "/tmp/x"));
  REQUIRE(json);
  CHECK(*json->find("format")->if_string() == "rackproof-reading/1");
  CHECK(*json->find("simulated")->if_boolean());
  const auto& readings = *json->find("readings")->if_array();
  REQUIRE(readings.size() == 3);
  CHECK(*readings[0].find("value")->if_integer() == 4);
  CHECK(readings[2].find("value") == nullptr);
  CHECK(*readings[2].find("missing")->find("reason")->if_string() == "denied");
}
