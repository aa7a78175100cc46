#include "probes/redfish/redfish_sensor.h"

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using rackproof::testing::json;

namespace {

Reading read(std::string_view text) {
  const auto document = json(text);
  const auto rule = rule_of(document);
  INFO(text);
  REQUIRE(rule.has_value());
  return read_sensor(*rule, document);
}

std::string_view metric(std::string_view text) {
  const auto rule = rule_of(json(text));
  INFO(text);
  REQUIRE(rule.has_value());
  return rule->metric->name;
}

}  // namespace

TEST_CASE("redfish: a sensor is read in its metric's unit", "[probes][redfish]") {
  CHECK(std::get<double>(
            read(R"({"ReadingType":"PressurekPa","ReadingUnits":"kPa","Reading":827})")) == 827000);
  CHECK(std::get<double>(read(
            R"({"ReadingType":"EnergykWh","ReadingUnits":"kW","Reading":7855})")) == 7855 * 3.6e6);
  CHECK(std::get<double>(
            read(R"({"ReadingType":"Barometric","ReadingUnits":"mm[Hg]","Reading":2})")) ==
        2 * 133.322387415);
}

TEST_CASE("redfish: a sensor whose reading is null or missing is absent, not 0",
          "[probes][redfish]") {
  const auto null = read(R"({"ReadingType":"Temperature","ReadingUnits":"Cel","Reading":null})");
  CHECK(std::get<Error>(null).kind == ErrorKind::absent);
  const auto missing = read(R"({"ReadingType":"Voltage"})");
  CHECK(std::get<Error>(missing).kind == ErrorKind::absent);
}

TEST_CASE("redfish: 0.0 of an absent sensor is no temperature", "[probes][redfish]") {
  const auto reading = read(
      R"({"Name":"05-P1 PMM 1-6","Reading":0.0,"Status":{"State":"Absent"},
          "Oem":{"Hpe":{"@odata.type":"#HpeSeaOfSensors.v2_1_0.HpeSeaOfSensors"}}})");
  CHECK(std::get<Error>(reading).kind == ErrorKind::absent);
}

TEST_CASE("redfish: the basis of a reading tells a margin from a temperature",
          "[probes][redfish]") {
  CHECK(metric(R"({"ReadingType":"Temperature","ReadingBasis":"Zero"})") == "temperature_celsius");
  CHECK(metric(R"({"ReadingType":"Temperature","ReadingBasis":"Headroom"})") ==
        "temperature_margin_celsius");
  CHECK(metric(R"({"ReadingType":"Temperature","ReadingBasis":"Delta"})") ==
        "temperature_difference_celsius");
  CHECK(metric(R"({"ReadingType":"PressurekPa","ReadingBasis":"Delta"})") ==
        "pressure_difference_pascals");
  CHECK_FALSE(rule_of(json(R"({"ReadingType":"Power","ReadingBasis":"Delta"})")));
  CHECK_FALSE(rule_of(json(R"({"ReadingType":"Temperature","ReadingBasis":"Moon"})")));
}

TEST_CASE("redfish: a margin may lie below absolute zero", "[probes][redfish]") {
  CHECK(std::get<double>(read(
            R"({"ReadingType":"Temperature","ReadingBasis":"Headroom","Reading":-300})")) == -300);
  CHECK_FALSE(has_value(read(R"({"ReadingType":"Temperature","Reading":-300})")));
}

TEST_CASE("redfish: the place tells a clock from the mains and a pump from a fan",
          "[probes][redfish]") {
  CHECK(metric(R"({"ReadingType":"Frequency","PhysicalContext":"CPU"})") ==
        "clock_frequency_hertz");
  CHECK(metric(R"({"ReadingType":"Frequency","PhysicalContext":"PowerOutlet"})") ==
        "mains_frequency_hertz");
  CHECK(metric(R"({"ReadingType":"Frequency","ElectricalContext":"Total"})") ==
        "mains_frequency_hertz");
  CHECK(metric(R"({"ReadingType":"Rotational","PhysicalContext":"Pump"})") == "pump_speed_rpm");
  CHECK(metric(R"({"ReadingType":"Rotational"})") == "fan_speed_rpm");
  CHECK(metric(R"({"ReadingType":"Percent","PhysicalContext":"Fan"})") == "fan_duty_ratio");
}

TEST_CASE("redfish: thresholds that are empty objects, null or 0 are no limits",
          "[probes][redfish]") {
  const auto document = json(
      R"({"ReadingType":"Temperature","Reading":24,"Thresholds":{"UpperCaution":{},
          "UpperCautionUser":{"Reading":0},"UpperCritical":{"Reading":42},
          "UpperFatal":{"Reading":null},"LowerCritical":{"Reading":0}}})");
  const auto limits = read_limits(*rule_of(document), document);
  REQUIRE(limits.size() == 2);
  CHECK(limits[0].first->name == "temperature_lower_critical_celsius");
  CHECK(limits[1].first->name == "temperature_critical_celsius");
  CHECK(as_double(limits[1].second) == 42);
  const auto zero = json(R"({"ReadingType":"Power","Thresholds":{"UpperCritical":{"Reading":0}}})");
  CHECK(read_limits(*rule_of(zero), zero).empty());
}

TEST_CASE("redfish: the limits of a margin are not those of a temperature", "[probes][redfish]") {
  const auto document = json(
      R"({"ReadingType":"Temperature","ReadingBasis":"Headroom","Reading":53.6875,
          "Thresholds":{"LowerCritical":{"Reading":-4.0}}})");
  CHECK(read_limits(*rule_of(document), document).empty());
}
