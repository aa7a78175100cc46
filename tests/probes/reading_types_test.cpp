#include "probes/redfish/reading_types.h"

#include <set>

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::redfish;

TEST_CASE("redfish: all 31 reading types have a metric in the dimension of their unit",
          "[probes][redfish]") {
  CHECK(reading_types().size() == 31);
  std::set<std::string_view> names;
  for (const auto& type : reading_types()) {
    CAPTURE(type.name);
    CHECK(names.insert(type.name).second);
    const auto* unit = sensor_unit(type.unit);
    REQUIRE(unit != nullptr);
    REQUIRE(type.metric != nullptr);
    CHECK(unit->base == type.metric->unit);
    CHECK(unit->standard);
    for (const auto* metric :
         {type.difference, type.headroom, type.limits.upper_caution, type.limits.lower_critical}) {
      CHECK((metric == nullptr || metric->unit == type.metric->unit));
    }
    CHECK(reading_type(type.name) == &type);
  }
  CHECK(reading_type("Luck") == nullptr);
}

TEST_CASE("redfish: what BMCs write for units is known, and known for what it is",
          "[probes][redfish]") {
  CHECK(sensor_unit("Cel")->standard);
  CHECK_FALSE(sensor_unit("C")->standard);
  CHECK(sensor_unit("C")->base == Unit::celsius);
  CHECK(sensor_unit("mm[Hg]")->factor == 133.322387415);
  CHECK(sensor_unit("furlong") == nullptr);
  CHECK(sensor_unit("") == nullptr);
}

TEST_CASE("redfish: a unit tells the type where it has only one", "[probes][redfish]") {
  CHECK(type_of_unit(*sensor_unit("Cel"))->name == "Temperature");
  CHECK(type_of_unit(*sensor_unit("W"))->name == "Power");
  CHECK(type_of_unit(*sensor_unit("kW"))->name == "Power");
  CHECK(type_of_unit(*sensor_unit("L/min"))->name == "LiquidFlowLPM");
  CHECK(type_of_unit(*sensor_unit("m3/min"))->name == "AirFlowCMM");
  CHECK(type_of_unit(*sensor_unit("%")) == nullptr);
  CHECK(type_of_unit(*sensor_unit("m")) == nullptr);
}
