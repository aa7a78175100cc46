#include "probes/redfish/redfish_legacy.h"

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using rackproof::testing::json;

TEST_CASE("redfish: each item of an old document is a document of its own", "[probes][redfish]") {
  const auto thermal = json(
      R"({"Temperatures":[{"ReadingCelsius":1},null,{"ReadingCelsius":2}],
          "Fans":[{"ReadingUnits":"RPM"},{"ReadingUnits":"%"},{}],"Voltages":[{}]})");
  const auto items = legacy_items("Thermal", thermal);
  REQUIRE(items.size() == 5);
  CHECK(items[0].pointer == "Temperatures/0");
  CHECK(items[1].pointer == "Temperatures/2");
  CHECK(items[1].document->find("ReadingCelsius") != nullptr);
  CHECK(items[2].type == "Thermal.Fans.RPM");
  CHECK(items[3].type == "Thermal.Fans.Percent");
  CHECK(items[4].type == "Thermal.Fans");
  CHECK(legacy_items("Chassis", thermal).empty());
  CHECK(legacy_items("Power", json(R"({"PowerControl":7})")).empty());
}

TEST_CASE("redfish: old documents are needed where a chassis lacks the new ones",
          "[probes][redfish]") {
  const auto all = legacy_need(json("{}"));
  CHECK((all.temperatures_and_voltages && all.fans && all.power_supplies));
  const auto none =
      legacy_need(json(R"({"Sensors":{},"ThermalSubsystem":{},"PowerSubsystem":{}})"));
  CHECK_FALSE((none.temperatures_and_voltages || none.fans || none.power_supplies));
}
