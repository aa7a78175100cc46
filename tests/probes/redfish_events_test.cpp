#include "probes/redfish/redfish_events.h"

#include <utility>

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using namespace rackproof::testing;

namespace {

constexpr const char* kEntries = "/redfish/v1/Managers/BMC/LogServices/Log/Entries";
constexpr UtcTime kNow{std::chrono::seconds(1795238220)};

/// A manager with a log, a chassis with a sensor, and a stream.
SmallService with_log() {
  SmallService service;
  service
      .add("", "ServiceRoot", R"("Chassis":{"@odata.id":"/redfish/v1/Chassis"},
          "Managers":{"@odata.id":"/redfish/v1/Managers"},
          "EventService":{"@odata.id":"/redfish/v1/EventService"})")
      .add("/EventService", "EventService", R"("ServerSentEventUri":"/redfish/v1/SSE")")
      .collection("/Chassis", {"/Chassis/1"})
      .add("/Chassis/1", "Chassis", R"("Sensors":{"@odata.id":"/redfish/v1/Chassis/1/Sensors"})")
      .collection("/Chassis/1/Sensors", {"/Chassis/1/Sensors/A"})
      .add("/Chassis/1/Sensors/A", "Sensor",
           R"("ReadingType":"Temperature","ReadingUnits":"Cel","Reading":21)")
      .collection("/Managers", {"/Managers/BMC"})
      .add("/Managers/BMC", "Manager",
           R"("LogServices":{"@odata.id":"/redfish/v1/Managers/BMC/LogServices"})")
      .collection("/Managers/BMC/LogServices",
                  {"/Managers/BMC/LogServices/Log", "/Managers/BMC/LogServices/Journal"})
      .add("/Managers/BMC/LogServices/Log", "LogService",
           R"("Entries":{"@odata.id":")" + std::string(kEntries) + "\"}")
      .add("/Managers/BMC/LogServices/Journal", "LogService",
           R"("Entries":{"@odata.id":"/redfish/v1/Managers/BMC/LogServices/Journal/Entries"})")
      .collection("/Managers/BMC/LogServices/Log/Entries", {});
  return service;
}

std::string record(int id, const std::string& origin) {
  return R"({"@odata.id":")" + std::string(kEntries) + "/" + std::to_string(id) +
         R"(","Created":"1999-01-01T00:00:00Z","MessageId":"A.1.0.Hot","Severity":"Critical",)"
         R"("Message":"m)" +
         std::to_string(id) + R"(","Links":{"OriginOfCondition":{"@odata.id":")" + origin + "\"}}}";
}

void set_log(SmallService& service, const std::string& members) {
  service.add(kEntries, "{\"Members\":[" + members + "]}");
}

Result<std::unique_ptr<ByteStream>> no_stream(const std::string& /*uri*/) {
  return Error{ErrorKind::absent, "HTTP 404"};
}

/// Says one thing, once.
class OneWord final : public ByteStream {
 public:
  explicit OneWord(std::string word) : word_(std::move(word)) {}
  Result<std::string> take(std::size_t /*limit*/) override { return std::exchange(word_, {}); }

 private:
  std::string word_;
};

/// The walk over the service, and its events after one reading.
struct Ground {
  Ground() : tree(walked(service)) {
    events.follow(tree);
    first = read();
  }
  Events read(const OpenStream& open = no_stream) {
    return events.read(service.fetch(), open, kNow);
  }

  SmallService service = with_log();
  RedfishTree tree;
  RedfishEvents events{"node/bmc:node3"};
  Events first;
};

}  // namespace

TEST_CASE("redfish events: a walk finds logs and stream, fetches no entry and leaves diaries out",
          "[probes][redfish]") {
  const auto service = with_log();
  const auto tree = walked(service);
  CHECK(tree.logs == std::vector<std::string>{kEntries});
  CHECK(tree.event_stream == "/redfish/v1/SSE");
  for (const auto& asked : service.asked()) {
    CHECK(asked.find("Entries") == std::string::npos);
  }
  CHECK(tree.unreadable.empty());
}

TEST_CASE("redfish events: a log that is switched off is named, one outside is not followed",
          "[probes][redfish]") {
  auto service = with_log();
  service.add("/Managers/BMC/LogServices/Log", "LogService",
              R"("ServiceEnabled":false,"Entries":{"@odata.id":"/redfish/v1/e"})");
  service.add("/EventService", "EventService", R"("ServerSentEventUri":"https://x/redfish/v1/s")");
  const auto tree = walked(service);
  CHECK(tree.logs.empty());
  CHECK(tree.event_stream.empty());
  REQUIRE(note_on(tree, "/redfish/v1/Managers/BMC/LogServices/Log") != nullptr);
  REQUIRE(note_on(tree, "/redfish/v1/EventService") != nullptr);
  CHECK(note_on(tree, "/redfish/v1/EventService")->kind == ErrorKind::untrusted);
}

TEST_CASE("redfish events: an entry is an event of its part, at our time", "[probes][redfish]") {
  Ground ground;
  set_log(ground.service, record(1, "/redfish/v1/Chassis/1/Sensors/A#/Reading"));
  const auto events = ground.read();
  REQUIRE(events.size() == 1);
  CHECK(events[0].device == "node/bmc/Chassis/1/Sensors/A");
  CHECK(events[0].taken_at == kNow);  // and not in 1999
  CHECK(events[0].source == "redfish");
  CHECK(events[0].code == "a_hot");
  CHECK(events[0].severity == Severity::critical);
  CHECK(events[0].text == "[1999-01-01T00:00:00Z] m1");
  CHECK(ground.read().empty());
}

TEST_CASE("redfish events: where no part is told it is the BMC's, an unknown part is its chassis's",
          "[probes][redfish]") {
  Ground ground;
  set_log(ground.service, record(1, "/redfish/v1/Chassis/1/Thermal") + "," +
                              record(2, "/redfish/v1/UpdateService") + "," +
                              record(3, "https://elsewhere"));
  const auto events = ground.read();
  REQUIRE(events.size() == 3);
  CHECK(events[0].device == "node/bmc/Chassis/1");
  CHECK(events[1].device == "node/bmc:node3");
  CHECK(events[2].device == "node/bmc:node3");
}

TEST_CASE("redfish events: their numbers are counted from 1 without a gap", "[probes][redfish]") {
  Ground ground;
  set_log(ground.service, record(1, "") + "," + record(2, ""));
  const auto events = ground.read();
  REQUIRE(ground.first.size() == 1);  // the stream is refused
  CHECK(ground.first[0].code == "event_stream_lost");
  CHECK(ground.first[0].sequence == 1);
  REQUIRE(events.size() == 2);
  CHECK(events[0].sequence == 2);
  CHECK(events[1].sequence == 3);
}

TEST_CASE("redfish events: what log and stream both tell is told once", "[probes][redfish]") {
  Ground ground;
  set_log(ground.service, record(1, "") + "," + record(2, ""));
  const OpenStream says_first = [](const std::string&) -> Result<std::unique_ptr<ByteStream>> {
    return std::unique_ptr<ByteStream>(std::make_unique<OneWord>(
        "data: {\"Events\":[{\"MessageId\":\"A.1.0.Hot\",\"Message\":\"m1\","
        "\"EventTimestamp\":\"1999-01-01T00:00:00+00:00\"}]}\n\n"));
  };
  const auto events = ground.read(says_first);
  REQUIRE(events.size() == 3);
  CHECK(events[0].code == "event_stream_open_again");
  CHECK(events[1].text == "[1999-01-01T00:00:00+00:00] m1");
  CHECK(events[2].text == "[1999-01-01T00:00:00Z] m2");
}

TEST_CASE("redfish events: a second walk does not tell a log anew", "[probes][redfish]") {
  Ground ground;
  set_log(ground.service, record(1, ""));
  REQUIRE(ground.read().size() == 1);
  ground.events.follow(ground.tree);
  CHECK(ground.read().empty());
}

TEST_CASE("redfish events: of too many logs those that are not read are counted",
          "[probes][redfish]") {
  RedfishTree tree;
  for (std::size_t i = 0; i < RedfishEvents::kMostLogs + 3; ++i) {
    tree.logs.push_back("/redfish/v1/L" + std::to_string(i));
  }
  SmallService service;
  RedfishEvents events("node/bmc:node3");
  events.follow(tree);
  const auto told = events.read(service.fetch(), no_stream, kNow);
  CHECK(service.asked().size() == RedfishEvents::kMostLogs);
  REQUIRE(told.size() == RedfishEvents::kMostLogs + 1);
  CHECK(told[0].code == "event_logs_left_out");
  CHECK(told[1].code == "event_log_unreadable");
}
