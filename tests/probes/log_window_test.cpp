#include "probes/redfish/log_window.h"

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using namespace rackproof::testing;

namespace {

const std::string kLog = "/redfish/v1/L/Entries";

std::string link_to(int id) {
  return R"({"@odata.id":")" + kLog + "/" + std::to_string(id) + "\"}";
}

/// "{1},{2},{3}" for 1 to 3, "{3},{2},{1}" for 3 to 1.
std::string links(int from, int to) {
  const int step = from <= to ? 1 : -1;
  std::string all;
  for (int id = from; id != to + step; id += step) {
    all += (all.empty() ? "" : ",") + link_to(id);
  }
  return all;
}

/// A page; `next` is the query of the one behind it, `count` 0 is not told.
void page(SmallService& service, const std::string& query, const std::string& members, int count,
          const std::string& next = "") {
  auto body = "{\"Members\":[" + members + "]";
  if (count > 0) {
    body += ",\"Members@odata.count\":" + std::to_string(count);
  }
  if (!next.empty()) {
    body += ",\"Members@odata.nextLink\":\"" + kLog + next + "\"";
  }
  service.add(kLog + query, body + "}");
}

LogWindow window_of(const SmallService& service, const Marks& known = {}, std::size_t pages = 4) {
  auto window = newest_entries(service.fetch(), kLog, known, pages);
  REQUIRE(window);
  return *std::move(window);
}

std::vector<int> ids(const LogWindow& window) {
  std::vector<int> found;
  for (const auto& entry : window.entries) {
    const auto number = number_of(entry.uri);
    found.push_back(number ? static_cast<int>(*number) : -1);
  }
  return found;
}

}  // namespace

TEST_CASE("log window: oldest stand first, however the log lists them", "[probes][redfish]") {
  SmallService service;
  page(service, "", links(1, 3), 3);
  CHECK(ids(window_of(service)) == std::vector{1, 2, 3});
  page(service, "", links(3, 1), 3);
  const auto window = window_of(service);
  CHECK(ids(window) == std::vector{1, 2, 3});
  CHECK(window.whole);
  CHECK(window.to_end);
  CHECK(window.count == 3U);
  CHECK_FALSE(window.trouble);
}

TEST_CASE("log window: entries without numbers go by their time", "[probes][redfish]") {
  SmallService service;
  page(service, "", R"({"@odata.id":"/redfish/v1/L/Entries/b","Created":"2026-01-02T00:00:00Z"},
      {"@odata.id":"/redfish/v1/L/Entries/a","Created":"2026-01-01T00:00:00Z"})",
       2);
  const auto window = window_of(service);
  REQUIRE(window.entries.size() == 2);
  CHECK(window.entries.back().uri == kLog + "/b");
  CHECK(window.entries.back().document);
}

TEST_CASE("log window: of a log that counts, the last page is asked for at once",
          "[probes][redfish]") {
  SmallService service;
  page(service, "", links(1, 10), 1000, "?$skip=10&$top=10");
  page(service, "?$skip=990&$top=10", links(991, 1000), 1000);
  page(service, "?$skip=980&$top=10", links(981, 990), 1000, "?$skip=990&$top=10");

  const auto first = window_of(service, {}, 1);
  CHECK(ids(first).front() == 991);
  CHECK(ids(first).back() == 1000);
  CHECK_FALSE(first.whole);
  CHECK(service.asked().size() == 2);

  const auto back = window_of(service, {kLog + "/985"}, 4);  // until it meets what is known
  CHECK(back.entries.size() == 20);
  CHECK(ids(back).front() == 981);
  CHECK(service.asked().size() == 5);
}

TEST_CASE("log window: of a log that was read the end alone is asked for, until it is another log",
          "[probes][redfish]") {
  SmallService service;
  page(service, "", links(1, 10), 1000, "?$skip=10");
  page(service, "?$skip=990", links(991, 1000), 1000);
  const auto first = window_of(service, {}, 1);
  CHECK(first.tail == kLog + "?$skip=990");
  Marks known;
  for (const auto& entry : first.entries) {
    known.insert(entry.mark);
  }
  CHECK(service.asked().size() == 2);

  page(service, "?$skip=990", links(991, 1003), 1003);
  const auto later = newest_entries(service.fetch(), kLog, known, 4, first.tail);
  REQUIRE(later);
  CHECK(first.to_end);
  CHECK(later->to_end);
  CHECK(service.asked().size() == 3);
  CHECK(ids(*later).back() == 1003);
  CHECK(later->tail == kLog + "?$skip=990");

  page(service, "?$skip=990", "", 5);
  page(service, "", links(1, 5), 5);
  const auto cleared = newest_entries(service.fetch(), kLog, known, 4, first.tail);
  REQUIRE(cleared);
  CHECK(cleared->whole);
  CHECK(cleared->tail.empty());
  CHECK(ids(*cleared) == std::vector{1, 2, 3, 4, 5});
}

TEST_CASE("log window: a service that gives its first page for every other is not believed",
          "[probes][redfish]") {
  SmallService service;
  page(service, "", links(1, 10), 1000, "?$skip=10");
  page(service, "?$skip=990", links(1, 10), 1000, "?$skip=10");
  const auto window = newest_entries(service.fetch(), kLog, {}, 4);
  REQUIRE_FALSE(window);
  CHECK(window.error().kind == ErrorKind::malformed);
}

TEST_CASE("log window: newest first is read until what is known, and not further",
          "[probes][redfish]") {
  SmallService service;
  page(service, "", links(99, 90), 100, "?p=2");
  page(service, "?p=2", links(89, 80), 100, "?p=3");
  page(service, "?p=3", links(79, 70), 100, "?p=4");
  const auto window = window_of(service, {kLog + "/85"});
  CHECK(ids(window).front() == 80);
  CHECK(ids(window).back() == 99);
  CHECK(service.asked().size() == 2);
  CHECK(window_of(service, {}, 1).entries.size() == 10);
}

TEST_CASE("log window: pages that go round end, and what they gave counts", "[probes][redfish]") {
  SmallService service;
  page(service, "", links(1, 2), 0, "?p=2");
  page(service, "?p=2", links(3, 4), 0, "?p=2");
  const auto window = window_of(service);
  CHECK(ids(window) == std::vector{1, 2, 3, 4});
  CHECK(window.to_end);
  REQUIRE(window.trouble);
  CHECK(window.trouble->kind == ErrorKind::malformed);
  CHECK(service.asked().size() == 2);
}

TEST_CASE("log window: a service that gives one page for each does not show the end",
          "[probes][redfish]") {
  SmallService service;
  page(service, "", links(1, 2), 0, "?p=2");
  page(service, "?p=2", links(1, 2), 0, "?p=2");
  CHECK_FALSE(window_of(service).to_end);
}

TEST_CASE("log window: from the oldest on, one that breaks off does not reach the end",
          "[probes][redfish]") {
  SmallService service;
  page(service, "", links(1, 2), 0, "?p=2");
  page(service, "?p=2", links(3, 4), 0, "?p=3");
  service.fail(kLog + "?p=3", {ErrorKind::timed_out, "no time"});
  const auto broken = window_of(service);
  CHECK(ids(broken) == std::vector{1, 2, 3, 4});
  CHECK_FALSE(broken.to_end);
  REQUIRE(broken.trouble);
  CHECK(broken.trouble->kind == ErrorKind::timed_out);

  page(service, "", links(9, 8), 0, "?p=3");  // from the newest on it begins with the end
  CHECK(window_of(service).to_end);
}

TEST_CASE("log window: of too many entries, or too long ones, the newest are kept",
          "[probes][redfish]") {
  SmallService service;
  constexpr int kHalf = static_cast<int>(kMostListed) / 2;
  page(service, "", links(1, kHalf), 0, "?p=2");
  page(service, "?p=2", links(kHalf + 1, 2 * kHalf + 5), 0);
  const auto many = window_of(service);
  CHECK(many.entries.size() == kMostListed);
  CHECK(ids(many).front() == 6);
  CHECK(many.to_end);
  CHECK_FALSE(many.whole);

  const std::string text(kMostListedBytes / 4, 'x');
  for (int id = 1; id <= 8; ++id) {
    const auto entry =
        link_to(id).substr(0, link_to(id).size() - 1) + R"(,"Message":")" + text + "\"}";
    page(service, id == 1 ? "" : "?p=" + std::to_string(id), entry, 0,
         id == 8 ? "" : "?p=" + std::to_string(id + 1));
  }
  const auto longer = window_of(service);
  CHECK(ids(longer) == std::vector{6, 7, 8});
  CHECK(longer.to_end);
  CHECK_FALSE(longer.whole);
}

TEST_CASE("log window: a log without end and without count is read to a limit, and says so",
          "[probes][redfish]") {
  std::size_t asked = 0;
  const Fetch endless = [&asked](std::string_view) -> Result<std::string> {
    ++asked;
    const auto id = static_cast<int>(asked);
    return R"({"Members":[)" + link_to(id) + R"(],"Members@odata.nextLink":")" + kLog +
           "?p=" + std::to_string(asked) + "\"}";
  };
  const auto window = newest_entries(endless, kLog, {}, 4);
  REQUIRE(window);
  CHECK(asked == kMostPagesForward);
  CHECK_FALSE(window->whole);
  CHECK_FALSE(window->to_end);
  REQUIRE(window->trouble);
  CHECK(window->trouble->kind == ErrorKind::out_of_range);
}

TEST_CASE("log window: a page that leads out of the service is not asked for",
          "[probes][redfish]") {
  SmallService service;
  service.add(kLog, R"({"Members":[],"Members@odata.nextLink":"https://elsewhere/redfish/v1/x"})");
  const auto window = newest_entries(service.fetch(), kLog, {}, 4);
  REQUIRE_FALSE(window);
  CHECK(window.error().kind == ErrorKind::untrusted);
  CHECK(service.asked().size() == 1);
}

TEST_CASE("log window: what is no log is malformed", "[probes][redfish]") {
  SmallService service;
  service.add(kLog, R"({"Members":7})");
  CHECK_FALSE(newest_entries(service.fetch(), kLog, {}, 1));
  page(service, "", R"(7,{"@odata.id":"https://x/redfish/v1/e"},null)", 3);
  CHECK(window_of(service).entries.empty());
}
