#include "probes/redfish/redfish_walk.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using namespace rackproof::testing;

namespace {

constexpr std::string_view kCelsius = R"("ReadingType":"Temperature","ReadingUnits":"Cel",)";

bool holds(const std::vector<std::string>& all, std::string_view one) {
  return std::ranges::find(all, one) != all.end();
}

SmallService two_sensors() {
  SmallService service;
  service.add("", "ServiceRoot", R"("Chassis":{"@odata.id":"/redfish/v1/Chassis"})")
      .collection("/Chassis", {"/Chassis/1"})
      .add("/Chassis/1", "Chassis", R"("Sensors":{"@odata.id":"/redfish/v1/Chassis/1/Sensors"})")
      .collection("/Chassis/1/Sensors", {"/Chassis/1/Sensors/A", "/Chassis/1/Sensors/B"})
      .add("/Chassis/1/Sensors/A", "Sensor", std::string(kCelsius) + R"("Reading":21)")
      .add("/Chassis/1/Sensors/B", "Sensor", std::string(kCelsius) + R"("Reading":22)");
  return service;
}

}  // namespace

TEST_CASE("redfish: a walk reads what its links lead to, each document once", "[probes][redfish]") {
  auto service = two_sensors();
  service.collection("/Chassis", {"/Chassis/1", "/Chassis/1", "/Chassis/1/"});

  const auto tree = walked(service);

  CHECK(tree.documents == 6);
  CHECK(service.asked().size() == 6);
  CHECK(tree.devices.size() == 3);
  CHECK(device_at(tree, "/Chassis/1").parent == "node");
  CHECK(device_at(tree, "/Chassis/1/Sensors/A").parent == "node/bmc/Chassis/1");
  CHECK(value_at(tree, "/Chassis/1/Sensors/B", "temperature_celsius") == 22);
  CHECK(tree.unreadable.empty());
}

TEST_CASE("redfish: a document that is not JSON costs only itself", "[probes][redfish]") {
  auto service = two_sensors();
  service.add("/redfish/v1/Chassis/1/Sensors/A", "<html>500</html>");

  const auto tree = walked(service);

  CHECK(value_at(tree, "/Chassis/1/Sensors/B", "temperature_celsius") == 22);
  REQUIRE(note_on(tree, "/redfish/v1/Chassis/1/Sensors/A") != nullptr);
  CHECK(note_on(tree, "/redfish/v1/Chassis/1/Sensors/A")->kind == ErrorKind::malformed);
}

TEST_CASE("redfish: a document that cannot be fetched is named with its reason",
          "[probes][redfish]") {
  auto service = two_sensors();
  service.fail("/redfish/v1/Chassis/1/Sensors/B", {ErrorKind::timed_out, "5 s"});

  const auto tree = walked(service);

  CHECK(value_at(tree, "/Chassis/1/Sensors/A", "temperature_celsius") == 21);
  CHECK(note_on(tree, "/redfish/v1/Chassis/1/Sensors/B")->kind == ErrorKind::timed_out);
}

TEST_CASE("redfish: what a walk could not have is asked for again, and followed from there",
          "[probes][redfish]") {
  auto service = two_sensors();
  service.fail("/redfish/v1/Chassis/1/Sensors", {ErrorKind::io, "HTTP 500"});
  Walk walk(service.fetch(), {});
  REQUIRE(walk.begin());
  CHECK(walk.tree().devices.size() == 1);
  CHECK(walk.tree().plan.documents.empty());
  CHECK(walk.go_on(32).empty());
  CHECK(note_on(walk.tree(), "/redfish/v1/Chassis/1/Sensors") != nullptr);
  CHECK(walk.tree().unreadable.size() == 1);

  service.mend("/redfish/v1/Chassis/1/Sensors");
  const auto asked = service.asked().size();
  CHECK(walk.go_on(32).size() == 2);
  CHECK(service.asked().size() == asked + 3);

  CHECK(value_at(walk.tree(), "/Chassis/1/Sensors/B", "temperature_celsius") == 22);
  CHECK(device_at(walk.tree(), "/Chassis/1/Sensors/B").parent == "node/bmc/Chassis/1");
  CHECK(walk.tree().devices.front().id == "node/bmc/Chassis/1");
  CHECK(walk.tree().unreadable.empty());
  CHECK(walk.unread().empty());
  std::vector<Unreadable> unreadable;
  CHECK(read_redfish(service.fetch(), walk.tree().plan, unreadable).size() == 2);
  const auto whole = service.asked().size();
  CHECK(walk.go_on(32).empty());
  CHECK(service.asked().size() == whole);
}

TEST_CASE("redfish: what is found behind a mended document is visited some in a pass",
          "[probes][redfish]") {
  auto service = two_sensors();
  service.fail("/redfish/v1/Chassis", {ErrorKind::timed_out, "5 s"});
  Walk walk(service.fetch(), {});
  REQUIRE(walk.begin());
  service.mend("/redfish/v1/Chassis");
  std::size_t passes = 0;
  std::size_t before = service.asked().size();
  while (walk.tree().readings.size() < 2 && passes < 10) {
    static_cast<void>(walk.go_on(2));
    CHECK(service.asked().size() - before <= 2);
    before = service.asked().size();
    ++passes;
  }
  CHECK(passes == 3);  // the collection, its chassis, their sensors, and two of them
}

TEST_CASE("redfish: readings of a report that a walk met are not told again later as new",
          "[probes][redfish]") {
  auto service = two_sensors();
  service
      .add("", "ServiceRoot", R"("Chassis":{"@odata.id":"/redfish/v1/Chassis"},
          "TelemetryService":{"@odata.id":"/redfish/v1/TelemetryService"})")
      .add("/TelemetryService", "TelemetryService",
           R"("MetricReports":{"@odata.id":"/redfish/v1/R"})")
      .collection("/R", {"/R/1"})
      .add("/R/1", "MetricReport", R"("MetricValues":[
          {"MetricProperty":"/redfish/v1/Chassis/1/Sensors/A","MetricValue":"31"},
          {"MetricProperty":"/redfish/v1/Chassis/1/Sensors/B","MetricValue":"32"}])")
      .fail("/redfish/v1/Chassis/1/Sensors/B", {ErrorKind::io, "HTTP 500"});
  Walk walk(service.fetch(), {});
  REQUIRE(walk.begin());
  CHECK(walk.tree().plan.reports.size() == 1);
  service.mend("/redfish/v1/Chassis/1/Sensors/B");

  const auto readings = walk.go_on(32);

  REQUIRE(readings.size() == 1);
  CHECK(as_double(readings[0].reading) == 22);  // of its document, not of the old report
  CHECK(holds(walk.tree().plan.covered, "/redfish/v1/Chassis/1/Sensors/B"));
  CHECK(walk.tree().plan.documents.empty());
}

TEST_CASE("redfish: an old document that failed is asked for again", "[probes][redfish]") {
  SmallService service;
  service.add("", "ServiceRoot", R"("Chassis":{"@odata.id":"/redfish/v1/Chassis"})")
      .collection("/Chassis", {"/Chassis/1"})
      .add("/Chassis/1", "Chassis", R"("Power":{"@odata.id":"/redfish/v1/Chassis/1/Power"})")
      .add("/Chassis/1/Power", "Power", R"("PowerControl":[{"PowerConsumedWatts":344}])")
      .fail("/redfish/v1/Chassis/1/Power", {ErrorKind::timed_out, "5 s"});
  Walk walk(service.fetch(), {});
  REQUIRE(walk.begin());
  service.mend("/redfish/v1/Chassis/1/Power");
  REQUIRE(walk.go_on(32).size() == 1);
  CHECK(value_at(walk.tree(), "/Chassis/1", "power_watts") == 344);
  CHECK(holds(walk.tree().plan.documents, "/redfish/v1/Chassis/1/Power"));
}

TEST_CASE("redfish: a fan whose document failed is not read as its chassis", "[probes][redfish]") {
  SmallService service;
  service.add("", "ServiceRoot", R"("Chassis":{"@odata.id":"/redfish/v1/Chassis"})")
      .collection("/Chassis", {"/Chassis/1"})
      .add("/Chassis/1", "Chassis", R"("ThermalSubsystem":{"@odata.id":"/redfish/v1/T"})")
      .add("/T", "ThermalSubsystem", R"("Fans":{"@odata.id":"/redfish/v1/T/Fans"})")
      .add("/T/Fans", "FanCollection", R"("Members":[{"@odata.id":"/redfish/v1/T/Fans/1"}])")
      .add("/T/Fans/1", "Fan", R"("Status":{"Health":"OK","State":"Enabled"})")
      .fail("/redfish/v1/T/Fans/1", {ErrorKind::io, "HTTP 500"});
  Walk walk(service.fetch(), {});
  REQUIRE(walk.begin());
  CHECK_FALSE(walk.tree().plan.places.contains("/redfish/v1/T/Fans/1"));
  service.mend("/redfish/v1/T/Fans/1");
  static_cast<void>(walk.go_on(32));
  CHECK(device_at(walk.tree(), "/T/Fans/1").kind == DeviceKind::fan);
  CHECK(value_at(walk.tree(), "/T/Fans/1", "device_health") == 0);
}

TEST_CASE("redfish: a link out of /redfish/v1 is not followed, and is named", "[probes][redfish]") {
  SmallService service;
  service.add("", "ServiceRoot", R"("Chassis":{"@odata.id":"https://elsewhere/redfish/v1/Chassis"},
      "Systems":{"@odata.id":"/redfish/v1/../secret"})");

  const auto tree = walked(service);

  CHECK(service.asked() == std::vector<std::string>{"/redfish/v1"});
  CHECK(tree.unreadable.size() == 2);
  CHECK(tree.unreadable[0].why.kind == ErrorKind::untrusted);
}

TEST_CASE("redfish: leak detection tried by path and answered with 404 is no trouble",
          "[probes][redfish]") {
  SmallService service;
  service.add("", "ServiceRoot", R"("Chassis":{"@odata.id":"/redfish/v1/Chassis"})")
      .collection("/Chassis", {"/Chassis/1", "/Chassis/2"})
      .add("/Chassis/1", "Chassis", R"("ThermalSubsystem":{"@odata.id":"/redfish/v1/T1"})")
      .add("/Chassis/2", "Chassis", R"("ThermalSubsystem":{"@odata.id":"/redfish/v1/T2"})")
      .add("/T1", "ThermalSubsystem", "")
      .add("/T2", "ThermalSubsystem", "")
      .add("/T2/LeakDetection", "LeakDetection", R"("LeakDetectors":{"@odata.id":"/redfish/v1/L"})")
      .collection("/L", {"/L/1"})
      .add("/L/1", "LeakDetector", R"("DetectorState":"OK","Status":{"State":"Enabled"})");

  const auto tree = walked(service);

  CHECK(value_at(tree, "/L/1", "leak_detector_state") == 0);
  CHECK(device_at(tree, "/L/1").parent == "node/bmc/Chassis/2");
  CHECK(note_on(tree, "/redfish/v1/T1/LeakDetection") == nullptr);
  CHECK(holds(service.asked(), "/redfish/v1/T1/LeakDetection"));
}

TEST_CASE("redfish: an expanded collection is one fetch, and is asked for only when advertised",
          "[probes][redfish]") {
  auto service = two_sensors();
  service.add("", "ServiceRoot", R"("Chassis":{"@odata.id":"/redfish/v1/Chassis"},
      "ProtocolFeaturesSupported":{"ExpandQuery":{"NoLinks":true,"Levels":true}})");
  const std::string type = R"("@odata.type":"#Sensor.v1_7_0.Sensor",)";
  service.add("/redfish/v1/Chassis/1/Sensors?$expand=.($levels=1)",
              R"({"Members":[{"@odata.id":"/redfish/v1/Chassis/1/Sensors/A",)" + type +
                  std::string(kCelsius) + R"("Reading":31},{"@odata.id":
                  "/redfish/v1/Chassis/1/Sensors/B",)" +
                  type + std::string(kCelsius) + R"("Reading":32}]})");

  const auto tree = walked(service);

  CHECK(tree.service.expands);
  CHECK(value_at(tree, "/Chassis/1/Sensors/A", "temperature_celsius") == 31);
  CHECK(device_at(tree, "/Chassis/1/Sensors/B").parent == "node/bmc/Chassis/1");
  CHECK_FALSE(holds(service.asked(), "/redfish/v1/Chassis/1/Sensors/A"));
  CHECK(holds(tree.plan.documents, "/redfish/v1/Chassis/1/Sensors?$expand=.($levels=1)"));
  CHECK_FALSE(walked(two_sensors()).service.expands);
}

TEST_CASE("redfish: a collection that comes in pages is read to its last", "[probes][redfish]") {
  auto service = two_sensors();
  service.add("/redfish/v1/Chassis/1/Sensors",
              R"({"Members":[{"@odata.id":"/redfish/v1/Chassis/1/Sensors/A"}],
                  "Members@odata.nextLink":"/redfish/v1/Chassis/1/Sensors?$skip=1"})");
  service.add("/redfish/v1/Chassis/1/Sensors?$skip=1",
              R"({"Members":[{"@odata.id":"/redfish/v1/Chassis/1/Sensors/B"}]})");

  const auto tree = walked(service);

  CHECK(value_at(tree, "/Chassis/1/Sensors/A", "temperature_celsius") == 21);
  CHECK(value_at(tree, "/Chassis/1/Sensors/B", "temperature_celsius") == 22);
  CHECK(device_at(tree, "/Chassis/1/Sensors/B").parent == "node/bmc/Chassis/1");
}

TEST_CASE("redfish: a collection that counts more members than it lists is named",
          "[probes][redfish]") {
  auto service = two_sensors();
  service.add("/redfish/v1/Chassis/1/Sensors",
              R"({"Members@odata.count":7,
                  "Members":[{"@odata.id":"/redfish/v1/Chassis/1/Sensors/A"}]})");

  const auto tree = walked(service);

  const auto* why = note_on(tree, "/redfish/v1/Chassis/1/Sensors");
  REQUIRE(why != nullptr);
  CHECK(why->message == "counts 7 members and lists 1");
}

TEST_CASE("redfish: a service without end is walked to a limit, and says so", "[probes][redfish]") {
  const Fetch endless = [](std::string_view uri) -> Result<std::string> {
    if (uri == "/redfish/v1") {
      return std::string(R"({"@odata.type":"#ServiceRoot.v1.ServiceRoot",
          "Chassis":{"@odata.id":"/redfish/v1/a"}})");
    }
    const auto next = std::string(uri);
    return R"({"Members":[{"@odata.id":")" + next + R"(/a"},{"@odata.id":")" + next + R"(/b"}]})";
  };
  WalkLimits limits;
  limits.depth = 5;
  const auto deep = walked(endless, limits);
  CHECK(deep.documents == 1 + 31);
  CHECK(deep.unreadable.size() == 1);
  CHECK(deep.unreadable[0].why.kind == ErrorKind::out_of_range);
  limits.depth = 1000;
  limits.documents = 50;
  CHECK(walked(endless, limits).documents == 50);
}

TEST_CASE("redfish: a service whose root cannot be read gives its reason", "[probes][redfish]") {
  SmallService empty;
  const auto tree = walk_redfish(empty.fetch(), {});
  REQUIRE_FALSE(tree);
  CHECK(tree.error().kind == ErrorKind::absent);
  CHECK(tree.error().message == "/redfish/v1: 404");
}
