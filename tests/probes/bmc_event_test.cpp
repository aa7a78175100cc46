#include "probes/redfish/bmc_event.h"

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using rackproof::testing::json;

namespace {

BmcEvent entry(const std::string& members) {
  return event_of_entry(json("{" + members + "}"));
}

}  // namespace

TEST_CASE("bmc event: an entry keeps the BMC's own time in its text and links to its part",
          "[probes][redfish]") {
  const auto event = entry(R"("@odata.id":"/redfish/v1/Systems/1/LogServices/Log/Entries/7",
      "Created":"2012-03-07T14:44:00+01:00","Severity":"Critical","EntryType":"SEL",
      "MessageId":"ResourceEvent.1.0.ResourceErrorsDetected","Message":"Too hot",
      "Links":{"OriginOfCondition":{"@odata.id":"/redfish/v1/Chassis/1/Sensors/T1#/Reading"}})");
  CHECK(event.code == "resource_event_resource_errors_detected");
  CHECK(event.severity == Severity::critical);
  CHECK(event.text == "[2012-03-07T14:44:00+01:00] Too hot");
  CHECK(event.origin == "/redfish/v1/Chassis/1/Sensors/T1");
  CHECK(event.entry == "/redfish/v1/Systems/1/LogServices/Log/Entries/7");
  CHECK(event.stamp == "2012-03-07T13:44:00.000000000Z");
}

TEST_CASE("bmc event: an entry that tells next to nothing is an event nevertheless",
          "[probes][redfish]") {
  const auto bare = entry(R"("Id":"3","Name":"Log Entry 3")");
  CHECK(bare.code == "log_entry");
  CHECK(bare.severity == Severity::info);
  CHECK(bare.text == "Log Entry 3");
  CHECK(bare.stamp.empty());
  CHECK(entry(R"("EntryType":"SEL","SensorType":"Power Supply")").code == "sel_power_supply");
  CHECK(entry(R"("MessageId":"1.0","EntryType":"Oem")").code == "oem");
}

TEST_CASE("bmc event: a severity that nobody knows is a warning and is told", "[probes][redfish]") {
  CHECK(entry(R"("Severity":"OK")").severity == Severity::info);
  CHECK(entry(R"("Severity":"Warning")").severity == Severity::warning);
  CHECK(entry(R"("Severity":"critical")").severity == Severity::critical);
  CHECK(entry(R"("Severity":"OK","MessageSeverity":"Critical")").severity == Severity::critical);
  const auto unknown = entry(R"("Severity":"Fatal","Message":"gone")");
  CHECK(unknown.severity == Severity::warning);
  CHECK(unknown.text == "gone [severity 'Fatal']");
  CHECK(entry(R"("Severity":"Warning","Message":"a")").text == "a");
}

TEST_CASE("bmc event: a clock that was never set stays what it says", "[probes][redfish]") {
  CHECK(entry(R"("Created":"1970-01-01T00:00:12Z")").stamp == "1970-01-01T00:00:12Z");
}

TEST_CASE("bmc event: what would drive a terminal is shown, and a long text ends",
          "[probes][redfish]") {
  CHECK(entry(R"("Message":"a\u001b[2Jb")").text == "a\\x1b[2Jb");
  CHECK(entry("\"Message\":\"" + std::string(5000, 'x') + "\"").text.size() < 1100);
  CHECK(entry("\"MessageId\":\"" + std::string(5000, 'x') + "\"").code.size() == 80);
}

TEST_CASE("bmc event: an origin outside the service is none", "[probes][redfish]") {
  CHECK(entry(R"("Links":{"OriginOfCondition":{"@odata.id":"https://x/redfish/v1/a"}})")
            .origin.empty());
  CHECK(entry(R"("OriginOfCondition":"/redfish/v1/Chassis/1")").origin == "/redfish/v1/Chassis/1");
}

TEST_CASE("bmc event: a message of a stream is its records, a metric report is none",
          "[probes][redfish]") {
  const auto message = json(R"({"@odata.type":"#Event.v1_7_0.Event","Events":[
      {"EventId":"4","EventTimestamp":"2026-01-01T00:00:00Z","MessageId":"A.1.0.B","Message":"m",
       "MessageSeverity":"Warning","OriginOfCondition":{"@odata.id":"/redfish/v1/Chassis/1"},
       "LogEntry":{"@odata.id":"/redfish/v1/L/Entries/4"}}, 7, {}]})");
  CHECK(count_of_records(message) == 3);
  CHECK(events_of_message(message, 2).size() == 2);
  const auto events = events_of_message(message, 100);
  REQUIRE(events.size() == 3);
  CHECK(events[0].code == "a_b");
  CHECK(events[0].event_id == "4");
  CHECK(events[0].entry == "/redfish/v1/L/Entries/4");
  CHECK(events[0].severity == Severity::warning);
  CHECK(events[2].code == "log_entry");
  const auto report = json(R"({"@odata.type":"#MetricReport.v1_5_0.MetricReport",
      "MetricValues":[{"MetricId":"a"}]})");
  CHECK(count_of_records(report) == 0);
  CHECK(events_of_message(report, 100).empty());
}

TEST_CASE("bmc event: words of a machine", "[probes][redfish]") {
  CHECK(machine_word("ResourceErrorsDetected") == "resource_errors_detected");
  CHECK(machine_word(" Upper Critical - going high ") == "upper_critical_going_high");
  CHECK(machine_word("0x592A28") == "0x592a28");
  CHECK(machine_word("PSUFailure") == "psu_failure");
  CHECK(machine_word("\xC3\xA9 --").empty());
}

TEST_CASE("bmc event: log and stream tell of one by its address, or by message and time",
          "[probes][redfish]") {
  BmcEvent log;
  log.entry = "/redfish/v1/L/1";
  log.stamp = "t";
  log.message_id = "A.1.0.B";
  log.message = "m";
  auto stream = log;
  stream.entry.clear();
  CHECK(is_same_event(log, stream));
  log.origin = "/redfish/v1/Chassis/1/Fans/1";
  CHECK(is_same_event(log, stream));  // the stream names no part
  stream.origin = "/redfish/v1/Chassis/1/Fans/2";
  CHECK_FALSE(is_same_event(log, stream));
  stream.origin = log.origin;
  CHECK(is_same_event(log, stream));
  stream.message = "another message";
  CHECK_FALSE(is_same_event(log, stream));
  stream.event_id = log.event_id = "9";
  CHECK(is_same_event(log, stream));
  stream.stamp = "u";
  CHECK_FALSE(is_same_event(log, stream));
  stream.stamp = log.stamp = "";
  CHECK_FALSE(is_same_event(log, stream));  // nothing says that it is not the next one
  stream.entry = log.entry;
  CHECK(is_same_event(log, stream));
  stream.stamp = "u";
  log.stamp = "t";
  CHECK_FALSE(is_same_event(log, stream));  // the log was cleared meanwhile
}
