#include "probes/redfish/redfish_links.h"

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using rackproof::testing::json;

TEST_CASE("redfish: only links that lead to readings are followed", "[probes][redfish]") {
  const auto leads = leads_of("ServiceRoot", json(R"({"Chassis":{"@odata.id":"/c"},
      "AccountService":{"@odata.id":"/a"},"SessionService":{"@odata.id":"/s"},
      "Registries":{"@odata.id":"/r"},"Systems":{"@odata.id":"/y"}})"),
                              "/redfish/v1");
  REQUIRE(leads.size() == 2);
  CHECK(leads[0].link == "/c");
  CHECK(leads[1].link == "/y");
  CHECK(leads_of("LogService", json(R"({"Entries":{"@odata.id":"/e"}})"), "/l").empty());
}

TEST_CASE("redfish: logs are found, and their entries are none of the walk's",
          "[probes][redfish]") {
  const auto logs = json(R"({"LogServices":{"@odata.id":"/l"},"Entries":{"@odata.id":"/e"}})");
  for (const auto* type : {"Manager", "ComputerSystem", "Chassis"}) {
    const auto leads = leads_of(type, logs, "/x");
    REQUIRE(leads.size() == 1);
    CHECK(leads[0].link == "/l");
  }
  CHECK(member_type("LogServiceCollection") == "LogService");
  CHECK(leads_of("LogService", logs, "/x").empty());
}

TEST_CASE("redfish: leak detection is tried by its path where the link is left out",
          "[probes][redfish]") {
  const auto tried = leads_of("ThermalSubsystem", json("{}"), "/redfish/v1/T");
  REQUIRE(tried.size() == 1);
  CHECK(tried[0].link == "/redfish/v1/T/LeakDetection");
  CHECK(tried[0].by_path);
  const auto linked = leads_of("ThermalSubsystem", json(R"({"LeakDetection":{"@odata.id":"/l"}})"),
                               "/redfish/v1/T");
  REQUIRE(linked.size() == 1);
  CHECK(linked[0].link == "/l");
  CHECK_FALSE(linked[0].by_path);
}

TEST_CASE("redfish: members of a collection are of the type that its name tells",
          "[probes][redfish]") {
  const auto document = json(R"({"Members":[{"@odata.id":"/1"},{"@odata.id":"/2"}]})");
  CHECK(is_collection("SensorCollection", document));
  CHECK(is_collection("", document));
  CHECK_FALSE(is_collection("Chassis", document));
  CHECK_FALSE(is_collection("SensorCollection", json("{}")));
  const auto leads = leads_of("SensorCollection", document, "/s");
  REQUIRE(leads.size() == 2);
  CHECK(leads[1].type == "Sensor");
  CHECK(member_type("Sensor").empty());
  CHECK(member_type("NoSuchCollection").empty());
}
