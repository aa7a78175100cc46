// What a BMC tells in its log and over its stream, over a real connection.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "probes/redfish/redfish_bmcs.h"
#include "tests/support/bmc_ground.h"
#include "tests/support/frozen_clock.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

constexpr const char* kLog = "/redfish/v1/Managers/BMC/LogServices/Log/Entries";
constexpr const char* kStream = R"([{"path":"*/SSE","do":"stream",)";

std::string link_to(const std::string& name, const std::string& below) {
  return "\"" + name + R"(":{"@odata.id":"/redfish/v1/)" + below + "\"}";
}

/// The small tree with a manager, its log and a stream; one probe of it.
struct Ground : BmcGround {
  Ground() {
    document("", "ServiceRoot",
             R"("RedfishVersion":"1.15.0",)" + link_to("Chassis", "Chassis") + "," +
                 link_to("Managers", "Managers") + "," + link_to("EventService", "EventService"));
    document("/EventService", "EventService",
             R"("ServerSentEventUri":"/redfish/v1/EventService/SSE")");
    members("/Managers", R"({"@odata.id":"/redfish/v1/Managers/BMC"})");
    document("/Managers/BMC", "Manager", link_to("LogServices", "Managers/BMC/LogServices"));
    members("/Managers/BMC/LogServices",
            R"({"@odata.id":"/redfish/v1/Managers/BMC/LogServices/Log"})");
    document("/Managers/BMC/LogServices/Log", "LogService",
             link_to("Entries", "Managers/BMC/LogServices/Log/Entries"));
    log("");
    auto opened = FileTree::open("/");
    REQUIRE(opened);
    files.emplace(*std::move(opened));
    host.emplace(Host{*files, clock});
    auto probes = redfish::make_bmc_probes(*host, {state(), {bmc}});
    REQUIRE(probes.size() == 1);
    probe = std::move(probes.front());
  }

  void document(const std::string& path, const std::string& type, const std::string& more) const {
    server.directory().write("tree" + path + "/index.json",
                             R"({"@odata.id":"/redfish/v1)" + path + R"(","@odata.type":"#)" +
                                 type + ".v1_0_0." + type + "\"," + more + "}");
  }
  void members(const std::string& path, const std::string& list) const {
    server.directory().write("tree" + path + "/index.json", "{\"Members\":[" + list + "]}");
  }
  void log(const std::string& entries) const {
    members("/Managers/BMC/LogServices/Log/Entries", entries);
  }
  /// From now on the stream says what say() is given.
  void stream() const {
    server.directory().write("said", said);
    server.rules(kStream + (R"("file":")" + server.directory().at("said")) + "\"}]");
  }
  void say(const std::string& more) {
    said += more;
    server.directory().write("said", said);
  }

  ProbeReading pass() {
    clock.advance(60s);
    auto reading = probe->read();
    REQUIRE(reading);
    return *std::move(reading);
  }
  /// The first pass; what it told.
  Events begin() {
    REQUIRE(probe->discover());
    auto reading = probe->read();
    REQUIRE(reading);
    return std::move(reading->events);
  }
  /// Passes until one tells something.
  Events next_events() {
    const auto until = std::chrono::steady_clock::now() + 60s;
    while (std::chrono::steady_clock::now() < until) {
      auto reading = pass();
      if (!reading.events.empty()) {
        return std::move(reading.events);
      }
    }
    FAIL("nothing was told");
    return {};
  }

  FrozenClock clock;
  std::optional<FileTree> files;
  std::optional<Host> host;
  std::unique_ptr<Probe> probe;
  std::string said;
};

/// Hurries a probe when it asks the time for the events of a pass, which it does after the
/// readings.
class HurryingClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override {
    if (probe != nullptr && ++asked == 1) {
      probe->hurry();
    }
    return clock.now();
  }
  [[nodiscard]] std::chrono::nanoseconds monotonic() const override { return clock.monotonic(); }

  FrozenClock clock;
  Probe* probe = nullptr;  ///< From when on it counts.
  mutable int asked = 0;
};

std::string entry(int id, const std::string& message) {
  return R"({"@odata.id":")" + std::string(kLog) + "/" + std::to_string(id) +
         R"(","@odata.type":"#LogEntry.v1_0_0.LogEntry","Created":"2001-01-01T00:00:00Z",)"
         R"("MessageId":"A.1.0.Hot","Severity":"Critical","Message":")" +
         message +
         R"(","Links":{"OriginOfCondition":{"@odata.id":)"
         R"("/redfish/v1/Chassis/1/Sensors/T1"}}})";
}

std::string frame(const std::string& message) {
  return R"(data: {"Events":[{"MessageId":"A.1.0.Hot","MessageSeverity":"Warning",)"
         R"("EventTimestamp":"2001-01-01T00:00:00Z","Message":")" +
         message + "\"}]}\r\n\r\n";
}

bool tells(const Events& events, std::string_view code) {
  return std::ranges::any_of(events, [code](const Event& event) { return event.code == code; });
}

}  // namespace

TEST_CASE("bmc events: a log tells how much stood in it, then each new entry once",
          "[probes][redfish]") {
  Ground ground;
  ground.stream();
  ground.log(entry(1, "old"));
  const auto first = ground.begin();
  REQUIRE(first.size() == 1);
  CHECK(first[0].code == "event_log_history");
  CHECK(first[0].device == "node/bmc:node3/Managers/BMC");

  ground.log(entry(1, "old") + "," + entry(2, "new"));
  const auto events = ground.pass().events;
  REQUIRE(events.size() == 1);
  CHECK(events[0].device == "node/bmc:node3/Chassis/1/Sensors/T1");
  CHECK(events[0].taken_at == ground.clock.now());
  CHECK(events[0].severity == Severity::critical);
  CHECK(events[0].text == "[2001-01-01T00:00:00Z] new");
  CHECK(ground.pass().events.empty());
}

TEST_CASE("bmc events: what a stream says is told, and not again when the log has it too",
          "[probes][redfish]") {
  Ground ground;
  ground.stream();
  CHECK(ground.begin().empty());
  ground.say(": a comment\n\n" + frame("hot"));
  const auto events = ground.next_events();
  REQUIRE(events.size() == 1);
  CHECK(events[0].code == "a_hot");
  CHECK(events[0].severity == Severity::warning);
  ground.log(entry(1, "hot") + "," + entry(2, "hotter"));
  const auto later = ground.pass().events;
  REQUIRE(later.size() == 1);
  CHECK(later[0].text == "[2001-01-01T00:00:00Z] hotter");
  CHECK(ground.server.count("GET /redfish/v1/EventService/SSE") == 1);
}

TEST_CASE("bmc events: a stream that ends is opened again, and says nothing twice",
          "[probes][redfish]") {
  Ground ground;
  ground.stream();
  CHECK(ground.begin().empty());
  ground.say(frame("one"));
  CHECK(ground.next_events().size() == 1);
  std::filesystem::remove(ground.server.directory().at("said"));
  CHECK(tells(ground.next_events(), "event_stream_lost"));

  ground.say(frame("two"));  // the new one begins with what the old one said
  std::size_t told = 0;
  for (auto events = ground.next_events();; events = ground.next_events()) {
    told += tells(events, "a_hot") ? 1U : 0U;
    CHECK_FALSE(std::ranges::any_of(
        events, [](const Event& event) { return event.text.ends_with(" one"); }));
    if (told > 0) {
      break;
    }
  }
  CHECK(ground.server.count("POST") == 1);
}

TEST_CASE("bmc events: a stream that is refused costs no reading and is told once",
          "[probes][redfish]") {
  for (const int status : {404, 503}) {
    Ground ground;
    ground.server.rules(R"([{"path":"*/SSE","do":"status","status":)" + std::to_string(status) +
                        "}]");
    const auto first = ground.begin();
    REQUIRE(first.size() == 1);
    CHECK(first[0].code == "event_stream_lost");
    ground.log(entry(1, "new"));
    const auto reading = ground.pass();
    CHECK(reading.events.size() == 1);
    CHECK(std::ranges::all_of(reading.samples,
                              [](const Sample& sample) { return has_value(sample.reading); }));
    CHECK_FALSE(reading.samples.empty());
  }
}

TEST_CASE("bmc events: a stream that floods ends no pass and hides no log", "[probes][redfish]") {
  for (const std::string& body : {std::string(1000, ':'), ":" + std::string(1000, 'x') + "\\n\\n",
                                  std::string("data: garbage\\n\\n")}) {
    Ground ground;
    ground.server.rules(kStream + (R"("body":")" + body) + "\"}]");
    static_cast<void>(ground.begin());
    ground.log(entry(1, "new"));
    const auto reading = ground.pass();
    CHECK(tells(reading.events, "a_hot"));
    CHECK(reading.events.size() <= 3);
    CHECK_FALSE(reading.samples.empty());
  }
}

TEST_CASE("bmc events: a log that cannot be read is told and costs no reading",
          "[probes][redfish]") {
  Ground ground;
  ground.stream();
  static_cast<void>(ground.begin());
  ground.server.rules(R"([{"path":"*/Entries","do":"status","status":500}])");
  const auto reading = ground.pass();
  CHECK(tells(reading.events, "event_log_unreadable"));
  CHECK(std::ranges::all_of(reading.samples,
                            [](const Sample& sample) { return has_value(sample.reading); }));
}

TEST_CASE("bmc events: a log that was cleared is told", "[probes][redfish]") {
  Ground ground;
  ground.stream();
  ground.log(entry(7, "a") + "," + entry(8, "b"));
  static_cast<void>(ground.begin());
  ground.log(entry(1, "c"));
  const auto events = ground.pass().events;
  REQUIRE(events.size() == 2);
  CHECK(events[0].code == "event_log_cleared");
  CHECK(events[1].text.ends_with(" c"));
}

TEST_CASE("bmc events: one that is hurried asks for no log", "[probes][redfish]") {
  Ground ground;
  ground.stream();
  static_cast<void>(ground.begin());
  const auto asked = ground.server.requests().size();
  ground.probe->hurry();
  CHECK_FALSE(ground.probe->read());
  CHECK(ground.server.requests().size() == asked);
}

TEST_CASE("bmc events: one that is hurried after its readings opens no stream",
          "[probes][redfish]") {
  Ground ground;
  ground.probe.reset();
  HurryingClock clock;
  const Host host{*ground.files, clock};
  const auto probes = redfish::make_bmc_probes(host, {ground.state(), {ground.bmc}});
  auto& probe = *probes.front();
  REQUIRE(probe.discover());
  REQUIRE(probe.read());
  const std::string stream = "GET /redfish/v1/EventService/SSE";
  REQUIRE(ground.server.count(stream) == 1);  // refused, and to be asked for again

  clock.clock.advance(60s);
  clock.probe = &probe;
  const auto reading = probe.read();
  REQUIRE(reading);
  CHECK_FALSE(reading->samples.empty());
  CHECK(clock.asked >= 1);
  CHECK(ground.server.count(stream) == 1);
}

TEST_CASE("bmc events: where no reading can be had, the log may tell why", "[probes][redfish]") {
  Ground ground;
  ground.stream();
  static_cast<void>(ground.begin());
  ground.server.rules(R"([{"path":"*/Chassis/*","do":"status","status":500}])");
  ground.log(entry(1, "power lost"));
  const auto reading = ground.pass();
  REQUIRE(reading.events.size() == 1);
  CHECK(reading.events[0].text.ends_with(" power lost"));
  CHECK_FALSE(reading.samples.empty());
  CHECK(std::ranges::none_of(reading.samples,
                             [](const Sample& sample) { return has_value(sample.reading); }));

  ground.clock.advance(60s);
  const auto silent = ground.probe->read();
  REQUIRE_FALSE(silent);
  CHECK(silent.error().kind == ErrorKind::io);
}

TEST_CASE("bmc events: with a log and a stream there still are no verbs but three",
          "[probes][redfish]") {
  Ground ground;
  ground.stream();
  ground.say(frame("hot"));
  static_cast<void>(ground.begin());
  ground.log(entry(1, "new"));
  static_cast<void>(ground.pass());
  ground.probe.reset();
  std::set<std::string> verbs;
  for (const auto& request : ground.server.requests()) {
    verbs.insert(request.verb);
  }
  CHECK(verbs == std::set<std::string>{"DELETE", "GET", "POST"});
  CHECK(ground.server.requests().back().sessions == 0);
}
