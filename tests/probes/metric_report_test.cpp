#include "probes/redfish/metric_report.h"

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using rackproof::testing::json;

namespace {

Places places() {
  Places known;
  const auto sensor = json(R"({"ReadingType":"Temperature","ReadingUnits":"Cel"})");
  known.emplace("/redfish/v1/Chassis/1/Sensors/T", Place{0, "Sensor", *rule_of(sensor)});
  known.emplace("/redfish/v1/Systems/1/Memory/1/MemoryMetrics",
                Place{1, "MemoryMetrics", std::nullopt});
  known.emplace("/redfish/v1/Chassis/1/Power#PowerControl/0",
                Place{2, "Power.PowerControl", std::nullopt});
  return known;
}

ReportReadings report(const std::string& values) {
  return read_report(places(), json("{\"MetricValues\":[" + values + "]}"));
}

}  // namespace

TEST_CASE("redfish: a report's strings are read at sensors, members and old items",
          "[probes][redfish]") {
  const auto found = report(
      R"({"MetricProperty":"/redfish/v1/Chassis/1/Sensors/T","MetricValue":"32.937500",
          "Timestamp":"2026-06-29T08:05:27.510+00:00"},
         {"MetricProperty":"/redfish/v1/Systems/1/Memory/1/MemoryMetrics#/LifeTime/CorrectableECCErrorCount",
          "MetricValue":"7"},
         {"MetricProperty":"/redfish/v1/Chassis/1/Power#/PowerControl/0/PowerMetrics/MaxConsumedWatts",
          "MetricValue":"50.5"})");
  CHECK(found.values == 3);
  CHECK(found.not_taken == 0);
  REQUIRE(found.readings.size() == 3);
  CHECK(as_double(found.readings[0].reading) == 32.9375);
  CHECK(found.readings[0].measured_at == *parse_utc("2026-06-29T08:05:27.510Z"));
  CHECK(found.readings[1].device == 1);
  CHECK(std::get<std::int64_t>(found.readings[1].reading) == 7);
  CHECK(found.readings[2].metric->name == "power_interval_max_watts");
}

TEST_CASE("redfish: a value that the BMC marks as stale is no value", "[probes][redfish]") {
  const auto found = report(
      R"({"MetricProperty":"/redfish/v1/Chassis/1/Sensors/T","MetricValue":"34",
          "Oem":{"Nvidia":{"MetricValueStale":true}}})");
  REQUIRE(found.readings.size() == 1);
  CHECK(std::get<Error>(found.readings[0].reading).kind == ErrorKind::stale);
}

TEST_CASE("redfish: nan in a report is no temperature", "[probes][redfish]") {
  const auto found =
      report(R"({"MetricProperty":"/redfish/v1/Chassis/1/Sensors/T","MetricValue":"nan"})");
  REQUIRE(found.readings.size() == 1);
  CHECK(std::get<Error>(found.readings[0].reading).kind == ErrorKind::sentinel);
}

TEST_CASE("redfish: of one series in a report the youngest value counts", "[probes][redfish]") {
  const auto entry = [](const std::string& value, const std::string& hour) {
    return R"({"MetricProperty":"/redfish/v1/Chassis/1/Sensors/T","MetricValue":")" + value +
           R"(","Timestamp":"2016-11-08T)" + hour + R"(:25:00-05:00"})";
  };
  const auto found = report(entry("1", "12") + "," + entry("3", "14") + "," + entry("2", "13"));
  CHECK(found.values == 3);
  REQUIRE(found.readings.size() == 1);
  CHECK(as_double(found.readings[0].reading) == 3);
}

TEST_CASE("redfish: what a report says of unknown parts and members is counted, not taken",
          "[probes][redfish]") {
  const auto found = report(
      R"({"MetricProperty":"/redfish/v1/Chassis/2/Sensors/T","MetricValue":"1"},
         {"MetricProperty":"/redfish/v1/Chassis/1/Sensors/T#/Name","MetricValue":"1"},
         {"MetricProperty":"https://elsewhere/redfish/v1/x","MetricValue":"1"},
         {"MetricProperty":"/redfish/v1/Chassis/1/Sensors/T","MetricValue":null},
         {"MetricId":"x"}, 7)");
  CHECK(found.values == 6);
  CHECK(found.not_taken == 6);
  CHECK(found.readings.empty());
  CHECK(read_report(places(), json("{}")).values == 0);
}
