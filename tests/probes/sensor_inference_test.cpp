#include "probes/redfish/sensor_inference.h"

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using rackproof::testing::json;

namespace {

SensorMeaning meaning(std::string_view text) {
  INFO(text);
  const auto found = meaning_of(json(text));
  REQUIRE(found.has_value());
  return *found;
}

}  // namespace

TEST_CASE("redfish: a sensor that tells type and unit is taken at its word", "[probes][redfish]") {
  const auto found = meaning(R"({"ReadingType":"Temperature","ReadingUnits":"Cel"})");
  CHECK(found.type->name == "Temperature");
  CHECK(found.unit->text == "Cel");
  CHECK(found.inferred.empty());
}

TEST_CASE("redfish: a unit that the vendor left out comes from the type, and is flagged",
          "[probes][redfish]") {
  const auto found = meaning(R"({"ReadingType":"EnergykWh"})");
  CHECK(found.unit->text == "kW.h");
  CHECK(found.inferred == "unit from the type");
}

TEST_CASE("redfish: a type that the vendor left out comes from the unit, and is flagged",
          "[probes][redfish]") {
  CHECK(meaning(R"({"ReadingUnits":"Cel"})").type->name == "Temperature");
  CHECK(meaning(R"({"ReadingUnits":"Cel"})").inferred == "type from the unit");
  CHECK(meaning(R"({"ReadingUnits":"%","Name":"Fan 1"})").type->name == "Percent");
  CHECK(meaning(R"({"ReadingUnits":"%","Name":"Rack Humidity"})").type->name == "Humidity");
  CHECK(meaning_of(json(R"({"ReadingUnits":"m"})")).error().kind == ErrorKind::unsupported);
}

TEST_CASE("redfish: unit \"C\" is Celsius misspelt, and flagged", "[probes][redfish]") {
  const auto found = meaning(R"({"ReadingType":"Temperature","ReadingUnits":"C"})");
  CHECK(found.unit->base == Unit::celsius);
  CHECK(found.inferred == "unit from 'C'");
}

TEST_CASE("redfish: an energy in \"kW\" is in kW.h, and flagged", "[probes][redfish]") {
  const auto found = meaning(R"({"ReadingType":"EnergykWh","ReadingUnits":"kW"})");
  CHECK(found.unit->text == "kW.h");
  CHECK(found.inferred == "unit kW.h from 'kW'");
  CHECK(meaning(R"({"ReadingType":"EnergyWh","ReadingUnits":"W"})").unit->text == "W.h");
}

TEST_CASE("redfish: an altitude in Pa is refused, for type and unit exclude each other",
          "[probes][redfish]") {
  const auto found = meaning_of(json(R"({"ReadingType":"Altitude","ReadingUnits":"Pa"})"));
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::malformed);
  CHECK(found.error().message == "Altitude in 'Pa': type and unit exclude each other");
  CHECK_FALSE(meaning_of(json(R"({"ReadingType":"Power","ReadingUnits":"kW.h"})")));
  CHECK_FALSE(meaning_of(json(R"({"ReadingType":"Power","ReadingUnits":"horse"})")));
  CHECK_FALSE(meaning_of(json(R"({"ReadingType":"Luck","ReadingUnits":"W"})")));
}

TEST_CASE("redfish: iLO leaves out both, and its own mark tells a temperature",
          "[probes][redfish]") {
  const auto found = meaning(
      R"({"Name":"55.1-XLR8R 16-GPU ASIC","PhysicalContext":"SystemBoard","Reading":57.0,
          "Oem":{"Hpe":{"@odata.type":"#HpeSeaOfSensors.v2_1_0.HpeSeaOfSensors"}}})");
  CHECK(found.type->name == "Temperature");
  CHECK(found.inferred == "type and unit from the maker's mark");
}

TEST_CASE("redfish: with neither type nor unit the words of the name must agree",
          "[probes][redfish]") {
  CHECK(meaning(R"({"Name":"02-CPU 1 PkgTmp"})").type->name == "Temperature");
  CHECK(meaning(R"({"Name":"InletTemp"})").type->name == "Temperature");
  CHECK(meaning(R"({"Name":"Power Supply 1 Voltage"})").type->name == "Voltage");
  CHECK(meaning(R"({"Name":"GPU_0_Power_0"})").type->name == "Power");
  CHECK(meaning(R"({"Name":"InletTemp"})").inferred == "type and unit from the name");
  for (const auto* name : {"Fan 1", "Power Current", "Power Supply 1", "P1 DIMM 1-6", ""}) {
    CAPTURE(name);
    const auto refused = meaning_of(json("{\"Name\":\"" + std::string(name) + "\"}"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::unsupported);
  }
}
