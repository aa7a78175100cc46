#include "probes/redfish/event_log.h"

#include <algorithm>
#include <map>

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using namespace rackproof::testing;

namespace {

const std::string kLog = "/redfish/v1/L/Entries";

std::string address(int id) {
  return kLog + "/" + std::to_string(id);
}

std::string stamped(int id, const std::string& day) {
  return R"("@odata.id":")" + address(id) +
         R"(","@odata.type":"#LogEntry.v1_0_0.LogEntry","Created":")" + day +
         R"(T00:00:00Z","Message":"m)" + std::to_string(id) + "\"";
}

/// A log of entries, whole or as links, by number and day.
class Log {
 public:
  explicit Log(bool links = false) : links_(links) { list(); }

  void add(int id, const std::string& day = "2026-01-01") {
    entries_[id] = day;
    list();
  }
  void add_many(int from, int to) {
    for (int id = from; id <= to; ++id) {
      entries_[id] = "2026-01-01";
    }
    list();
  }
  void clear() {
    entries_.clear();
    list();
  }
  void drop(int id) {
    entries_.erase(id);
    list();
  }

  SmallService service;

 private:
  void list() {
    std::string members;
    for (const auto& [id, day] : entries_) {
      const auto whole = "{" + stamped(id, day) + "}";
      const auto link = R"({"@odata.id":")" + address(id) + "\"}";
      members += (members.empty() ? "" : ",") + (links_ ? link : whole);
      service.add(address(id), whole);
    }
    service.add(kLog, "{\"Members@odata.count\":" + std::to_string(entries_.size()) +
                          ",\"Members\":[" + members + "]}");
  }

  bool links_;
  std::map<int, std::string> entries_;
};

/// A log in pages of ten from entry `first` to entry `last`, that neither counts nor skips.
void in_pages(SmallService& service, int first, int last) {
  const int step = first <= last ? 1 : -1;
  int page = 1;
  std::string members;
  for (int id = first, listed = 1; id != last + step; id += step, ++listed) {
    members += (members.empty() ? "{" : ",{") + stamped(id, "2026-01-01") + "}";
    const bool is_last = id == last;
    if (listed % 10 == 0 || is_last) {
      const auto query = page == 1 ? "" : "?p=" + std::to_string(page);
      const auto next =
          R"(,"Members@odata.nextLink":")" + kLog + "?p=" + std::to_string(++page) + "\"";
      service.add(kLog + query, "{\"Members\":[" + members + "]" + (is_last ? "" : next) + "}");
      members.clear();
    }
  }
}

std::vector<std::string> messages(const LogNews& news) {
  std::vector<std::string> found;
  for (const auto& event : news.events) {
    found.push_back(event.message);
  }
  return found;
}

std::vector<std::string> codes(const LogNews& news) {
  std::vector<std::string> found;
  for (const auto& notice : news.notices) {
    found.emplace_back(notice.code);
  }
  return found;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("event log: what stood there before is counted and not replayed", "[probes][redfish]") {
  Log log;
  log.add(1);
  log.add(2);
  EventLog reader(kLog);
  const auto first = reader.read(log.service.fetch());
  CHECK(first.events.empty());
  CHECK(first.history.size() == 2);
  REQUIRE(codes(first) == Words{"event_log_history"});
  CHECK(first.notices[0].severity == Severity::info);
  CHECK(first.notices[0].text.find(": 2 entries") != std::string::npos);
  CHECK(first.notices[0].text.find("m2") != std::string::npos);
  CHECK(reader.read(log.service.fetch()).notices.empty());
}

TEST_CASE("event log: each new entry is told once, whole or behind a link", "[probes][redfish]") {
  for (const bool links : {false, true}) {
    Log log(links);
    log.add(1);
    EventLog reader(kLog);
    static_cast<void>(reader.read(log.service.fetch()));
    log.add(2);
    log.add(3);
    const auto news = reader.read(log.service.fetch());
    CHECK(messages(news) == Words{"m2", "m3"});
    CHECK(news.notices.empty());
    CHECK(reader.read(log.service.fetch()).events.empty());
  }
}

TEST_CASE("event log: the first entry of an empty log is new", "[probes][redfish]") {
  Log log;
  EventLog reader(kLog);
  CHECK(reader.read(log.service.fetch()).notices.empty());
  log.add(1);
  const auto news = reader.read(log.service.fetch());
  CHECK(messages(news) == Words{"m1"});
  CHECK(news.notices.empty());
}

TEST_CASE("event log: a cleared log is told, and what came into it is new", "[probes][redfish]") {
  for (const bool links : {false, true}) {
    INFO(links);
    Log log(links);
    log.add_many(1, 3);
    EventLog reader(kLog);
    static_cast<void>(reader.read(log.service.fetch()));
    log.clear();
    log.add(1, "2026-02-02");
    const auto news = reader.read(log.service.fetch());
    CHECK(codes(news) == Words{"event_log_cleared"});
    CHECK(messages(news) == Words{"m1"});
    CHECK(reader.read(log.service.fetch()).notices.empty());
  }
}

TEST_CASE("event log: one that was cleared and is as long as before is seen to be another",
          "[probes][redfish]") {
  for (const bool links : {false, true}) {
    INFO(links);
    Log log(links);
    log.add_many(1, 3);
    EventLog reader(kLog);
    static_cast<void>(reader.read(log.service.fetch()));
    log.clear();
    for (int id = 1; id <= 4; ++id) {
      log.add(id, "2026-02-02");
    }
    const auto news = reader.read(log.service.fetch());
    CHECK(codes(news) == Words{"event_log_cleared"});
    CHECK(messages(news) == Words{"m1", "m2", "m3", "m4"});
  }
}

TEST_CASE("event log: one that is empty now was cleared, and is told once", "[probes][redfish]") {
  Log log;
  log.add(5);
  EventLog reader(kLog);
  static_cast<void>(reader.read(log.service.fetch()));
  log.clear();
  CHECK(codes(reader.read(log.service.fetch())) == Words{"event_log_cleared"});
  CHECK(reader.read(log.service.fetch()).notices.empty());
}

TEST_CASE("event log: an entry that somebody deleted makes nothing new", "[probes][redfish]") {
  Log log;
  log.add_many(1, 4);
  EventLog reader(kLog);
  static_cast<void>(reader.read(log.service.fetch()));
  log.drop(4);
  log.drop(1);
  const auto news = reader.read(log.service.fetch());
  CHECK(news.events.empty());
  CHECK(news.notices.empty());
}

TEST_CASE("event log: one that ran over between two readings says that entries are lost",
          "[probes][redfish]") {
  Log log;
  log.add_many(1, 5);
  EventLog reader(kLog);
  static_cast<void>(reader.read(log.service.fetch()));
  log.clear();
  log.add_many(11, 15);
  const auto news = reader.read(log.service.fetch());
  CHECK(codes(news) == Words{"event_log_gap"});
  CHECK(news.events.size() == 5);
}

TEST_CASE("event log: a flood is bounded, its newest are told and the rest is counted",
          "[probes][redfish]") {
  for (const bool links : {false, true}) {
    Log log(links);
    log.add(1);
    EventLog reader(kLog);
    static_cast<void>(reader.read(log.service.fetch()));
    log.add_many(2, 1000);
    const auto news = reader.read(log.service.fetch());
    const auto most =
        links ? std::size_t{EventLog::kMostFetches} : std::size_t{EventLog::kMostEvents};
    REQUIRE(news.events.size() == most);
    CHECK(news.events.back().message == "m1000");
    REQUIRE(codes(news) == Words{"event_log_gap"});
    CHECK(news.notices[0].text.find(std::to_string(999 - most) + " entries of 999") !=
          std::string::npos);
    CHECK(reader.read(log.service.fetch()).events.empty());
  }
}

TEST_CASE("event log: one that cannot be read is told once, and that it can again",
          "[probes][redfish]") {
  Log log;
  log.add(1);
  EventLog reader(kLog);
  static_cast<void>(reader.read(log.service.fetch()));
  const Fetch failing = [](std::string_view) -> Result<std::string> {
    return Error{ErrorKind::io, "HTTP 500"};
  };
  const auto failed = reader.read(failing);
  REQUIRE(codes(failed) == Words{"event_log_unreadable"});
  CHECK(failed.notices[0].severity == Severity::warning);
  CHECK(failed.notices[0].text == kLog + ": HTTP 500");
  CHECK(reader.read(failing).notices.empty());
  log.add(2);
  CHECK(reader.read(log.service.fetch()).events.empty());  // it has its rest
  const auto news = reader.read(log.service.fetch());
  CHECK(codes(news) == Words{"event_log_read_again"});
  CHECK(messages(news) == Words{"m2"});
}

TEST_CASE("event log: one that keeps failing is asked ever less often", "[probes][redfish]") {
  std::size_t asked = 0;
  const Fetch failing = [&asked](std::string_view) -> Result<std::string> {
    ++asked;
    return Error{ErrorKind::timed_out, "20 s"};
  };
  EventLog reader(kLog);
  for (int pass = 0; pass < 100; ++pass) {
    static_cast<void>(reader.read(failing));
  }
  CHECK(asked >= 8);
  CHECK(asked <= 12);
}

TEST_CASE(
    "event log: an entry that cannot be read is an event, one for which there was no time "
    "comes later",
    "[probes][redfish]") {
  Log log(true);
  log.add(1);
  EventLog reader(kLog);
  static_cast<void>(reader.read(log.service.fetch()));
  log.add_many(2, 4);
  log.service.fail(address(2), {ErrorKind::io, "HTTP 500"});
  log.service.fail(address(3), {ErrorKind::timed_out, "no time"});
  const auto news = reader.read(log.service.fetch());
  REQUIRE(news.events.size() == 1);
  CHECK(news.events[0].code == "log_entry_unreadable");
  CHECK(news.events[0].severity == Severity::warning);
  log.service.fail(address(3), {ErrorKind::io, "HTTP 500"});
  const auto later = reader.read(log.service.fetch());
  REQUIRE(later.events.size() == 2);
  CHECK(later.events[0].entry == address(3));
  CHECK(later.events[1].message == "m4");
}

TEST_CASE("event log: an entry without Created is told once too", "[probes][redfish]") {
  SmallService service;
  const auto log = [&service](const std::string& members) {
    service.add(kLog, "{\"Members\":[" + members + "]}");
    return service.fetch();
  };
  const std::string one = R"({"@odata.id":"/redfish/v1/L/Entries/1","Message":"m1"})";
  const std::string two = R"({"@odata.id":"/redfish/v1/L/Entries/2","Message":"m2"})";
  EventLog reader(kLog);
  static_cast<void>(reader.read(log(one)));
  CHECK(messages(reader.read(log(one + "," + two))) == Words{"m2"});
  CHECK(reader.read(log(one + "," + two)).events.empty());
}

TEST_CASE("event log: a reading that breaks off before the end tells why, and the next goes on",
          "[probes][redfish]") {
  SmallService service;
  in_pages(service, 1, 100);
  EventLog reader(kLog);
  static_cast<void>(reader.read(service.fetch()));
  in_pages(service, 1, 101);
  service.fail(kLog + "?p=3", {ErrorKind::timed_out, "no time"});
  const auto broken = reader.read(service.fetch());
  CHECK(broken.events.empty());
  CHECK(codes(broken) == Words{"event_log_unreadable"});

  service.mend(kLog + "?p=3");
  const auto news = reader.read(service.fetch());
  CHECK(messages(news) == Words{"m101"});
  CHECK(codes(news) == Words{"event_log_read_again"});
}

TEST_CASE("event log: one that breaks off where all known entries are gone was not cleared",
          "[probes][redfish]") {
  SmallService service;
  in_pages(service, 1, 50);
  EventLog reader(kLog);
  static_cast<void>(reader.read(service.fetch()));
  in_pages(service, 51, 90);
  service.fail(kLog + "?p=2", {ErrorKind::timed_out, "no time"});
  CHECK(codes(reader.read(service.fetch())) == Words{"event_log_unreadable"});
  service.mend(kLog + "?p=2");
  in_pages(service, 41, 90);
  const auto news = reader.read(service.fetch());
  CHECK(codes(news) == Words{"event_log_read_again"});
  CHECK(news.events.size() == 40);
}

TEST_CASE("event log: a window that is smaller than the one before is no smaller log",
          "[probes][redfish]") {
  SmallService service;
  in_pages(service, 30, 1);
  EventLog reader(kLog);
  static_cast<void>(reader.read(service.fetch()));
  in_pages(service, 60, 1);
  CHECK(reader.read(service.fetch()).events.size() == 30);
  in_pages(service, 200, 1);
  service.fail(kLog + "?p=2", {ErrorKind::io, "HTTP 500"});
  const auto news = reader.read(service.fetch());
  CHECK(codes(news) == Words{"event_log_unreadable", "event_log_gap"});
  CHECK(news.events.size() == 10);
}

TEST_CASE("event log: of one whose end is too many pages away nothing is told but that, once",
          "[probes][redfish]") {
  SmallService service;
  in_pages(service, 1, 250);
  EventLog reader(kLog);
  const auto first = reader.read(service.fetch());
  CHECK(first.events.empty());
  CHECK(codes(first) == Words{"event_log_unreadable"});
  for (int pass = 1; pass < 10; ++pass) {
    in_pages(service, 1 + 10 * pass, 250 + 10 * pass);  // a ring: its oldest go
    const auto news = reader.read(service.fetch());
    CHECK(news.events.empty());
    CHECK(news.notices.empty());
  }
}

TEST_CASE("event log: one that could not be read when the run began says that it began late",
          "[probes][redfish]") {
  for (const std::string broken : {"", "?p=3"}) {
    SmallService service;
    in_pages(service, 1, 40);
    service.fail(kLog + broken, {ErrorKind::timed_out, "no time"});
    EventLog reader(kLog);
    const auto failed = reader.read(service.fetch());
    CHECK(failed.history.empty());
    CHECK(codes(failed) == Words{"event_log_unreadable"});

    service.mend(kLog + broken);
    const auto first = reader.read(service.fetch());
    CHECK(first.events.empty());
    CHECK(first.history.size() == 40);
    REQUIRE(codes(first) == Words{"event_log_read_again", "event_log_history"});
    CHECK(first.notices[1].severity == Severity::warning);
    CHECK(first.notices[1].text.find("40 entries stood there when") != std::string::npos);
    CHECK(first.notices[1].text.find("are not told") != std::string::npos);
  }
}
