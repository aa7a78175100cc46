#include "probes/redfish/redfish_reading.h"

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using rackproof::testing::json;

namespace {

Place sensor_place(const JsonValue& document) {
  return {3, "Sensor", *rule_of(document)};
}

}  // namespace

TEST_CASE("redfish: a reading knows its part, its source and when the BMC measured",
          "[probes][redfish]") {
  const auto document = json(
      R"({"ReadingType":"Power","ReadingUnits":"W","Reading":374,"ApparentVA":380,
          "ReadingTime":"2022-03-09T21:16:22.978075410Z"})");
  const auto readings =
      read_document(sensor_place(document), "/redfish/v1/Chassis/1/Sensors/P", document);
  REQUIRE(readings.size() == 2);
  CHECK(readings[0].device == 3);
  CHECK(readings[0].metric->name == "power_watts");
  CHECK(readings[0].source == "/redfish/v1/Chassis/1/Sensors/P#/Reading");
  CHECK(readings[0].measured_at == *parse_utc("2022-03-09T21:16:22.978075410Z"));
  CHECK(readings[1].metric->name == "apparent_power_volt_amperes");
}

TEST_CASE("redfish: a reason names the place that gave none", "[probes][redfish]") {
  const auto document = json(R"({"ReadingType":"Power","Reading":null})");
  const auto readings = read_document(sensor_place(document), "/redfish/v1/s", document);
  REQUIRE(readings.size() == 1);
  CHECK(std::get<Error>(readings[0].reading).message == "/redfish/v1/s#/Reading: null");
  CHECK_FALSE(readings[0].measured_at);
}

TEST_CASE("redfish: every reading of a part that is off is that reason", "[probes][redfish]") {
  const Place place{0, "Pump", std::nullopt};
  const auto readings = read_document(
      place, "/redfish/v1/p",
      json(R"({"PumpSpeedPercent":{"Reading":0,"SpeedRPM":0},"Status":{"State":"Disabled"}})"));
  REQUIRE(readings.size() == 2);
  for (const auto& reading : readings) {
    CHECK(std::get<Error>(reading.reading).kind == ErrorKind::not_observable);
  }
}

TEST_CASE("redfish: a property of a report is read like the member that it names",
          "[probes][redfish]") {
  const auto document = json(R"({"ReadingType":"EnergyJoules","ReadingUnits":"J"})");
  const auto place = sensor_place(document);
  CHECK(as_double(read_property(place, "", "230133110.593000")->reading) == 230133110.593);
  CHECK(as_double(read_property(place, "Reading", "1")->reading) == 1);
  CHECK(std::get<Error>(read_property(place, "", "nan")->reading).kind == ErrorKind::sentinel);
  CHECK_FALSE(read_property(place, "Status/Health", "OK"));
  const Place memory{0, "MemoryMetrics", std::nullopt};
  CHECK(as_double(read_property(memory, "LifeTime/CorrectableECCErrorCount", "7")->reading) == 7);
  CHECK_FALSE(read_property(memory, "Name", "x"));
}

TEST_CASE("redfish: a connector is balanced where it has flow and temperatures",
          "[probes][redfish]") {
  const Place place{0, "CoolantConnector", std::nullopt};
  const auto readings = read_document(
      place, "/redfish/v1/c",
      json(R"({"FlowLitersPerMinute":{"Reading":42},"DeltaTemperatureCelsius":{"Reading":18},
              "HeatRemovedkW":{"Reading":25.31}})"));
  REQUIRE(readings.size() == 5);
  CHECK(readings[3].metric->name == "coolant_heat_computed_watts");
  CHECK(readings[4].metric->name == "coolant_heat_disagreement_ratio");
  CHECK(as_double(readings[4].reading) > 0.5);
}
