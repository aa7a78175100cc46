#include "probes/redfish/log_page.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::redfish;

namespace {

const std::string kLog = "/redfish/v1/L/Entries";

/// An entry of that number, made at that second of a day; of a link alone where `second` < 0.
std::string entry(int number, int second = -1) {
  const auto link = R"({"@odata.id":")" + kLog + "/" + std::to_string(number) + "\"";
  const auto digits = std::to_string(100 + second).substr(1);
  return link + (second < 0 ? "}" : R"(,"Created":"2026-01-01T00:00:)" + digits + "Z\"}");
}

LogPage page_of(const std::vector<std::string>& entries) {
  std::string members;
  for (const auto& each : entries) {
    members += (members.empty() ? "" : ",") + each;
  }
  auto page = parse_log_page("{\"Members\":[" + members + "]}");
  REQUIRE(page);
  return *std::move(page);
}

bool newest_first(const std::vector<std::string>& entries) {
  return is_newest_first(page_of(entries).entries);
}

std::string mark(const std::string& members) {
  return page_of({"{" + members + "}"}).entries.at(0).mark;
}

}  // namespace

TEST_CASE("log page: a page is its entries, their count and the way to the next",
          "[probes][redfish]") {
  const auto page =
      parse_log_page(R"({"Members@odata.count":7,"Members":[)" + entry(1) + "," + entry(2, 3) +
                     R"(],"Members@odata.nextLink":")" + kLog + R"(?$skip=2"})");
  REQUIRE(page);
  REQUIRE(page->entries.size() == 2);
  CHECK(page->entries[0].uri == kLog + "/1");
  CHECK_FALSE(page->entries[0].document);
  CHECK(page->entries[1].document);
  CHECK(page->entries[0].bytes > 50);
  CHECK(page->count == 7U);
  CHECK(page->next == kLog + "?$skip=2");
  CHECK_FALSE(parse_log_page("{}"));
  CHECK_FALSE(parse_log_page(R"({"Members":[],"Members@odata.nextLink":"https://x/redfish/v1"})"));
}

TEST_CASE("log page: which way entries stand is told by number", "[probes][redfish]") {
  CHECK(newest_first({entry(3), entry(2), entry(1)}));
  CHECK_FALSE(newest_first({entry(1), entry(2), entry(3)}));
  CHECK_FALSE(newest_first({entry(1)}));
  CHECK_FALSE(newest_first({}));
}

TEST_CASE("log page: numbers that began again with 0 do not turn a log round",
          "[probes][redfish]") {
  CHECK_FALSE(newest_first({entry(997), entry(998), entry(999), entry(0), entry(1)}));
  CHECK(newest_first({entry(1), entry(0), entry(999), entry(998), entry(997)}));
}

TEST_CASE("log page: times are believed and not the numbers, one step back is a clock put back",
          "[probes][redfish]") {
  CHECK_FALSE(newest_first({entry(999, 1), entry(0, 2)}));
  CHECK(newest_first({entry(0, 2), entry(999, 1)}));
  CHECK_FALSE(newest_first({entry(1, 40), entry(2, 41), entry(3, 5), entry(4, 6)}));
  CHECK(newest_first({entry(2, 7), entry(1, 7)}));
}

TEST_CASE("log page: the address of a new entry may be that of an old one, its mark is not",
          "[probes][redfish]") {
  const std::string address = R"("@odata.id":"/redfish/v1/L/Entries/1",)";
  CHECK(mark(address + R"("Created":"a")") != mark(address + R"("Created":"b")"));
  CHECK(mark(address + R"("Message":"a")") != mark(address + R"("Message":"b")"));
  CHECK(mark(address + R"("Created":"a","Message":"x")") ==
        mark(address + R"("Created":"a","Message":"y")"));
}

TEST_CASE("log page: entries of one second without address and number are told apart by message",
          "[probes][redfish]") {
  CHECK(mark(R"("Created":"a","Message":"x")") != mark(R"("Created":"a","Message":"y")"));
  CHECK(mark(R"("Id":"1","Created":"a","Message":"x")") ==
        mark(R"("Id":"1","Created":"a","Message":"y")"));
  CHECK(mark(R"("Id":"1","Created":"a")") != mark(R"("Id":"2","Created":"a")"));
}

TEST_CASE("log page: a link that skips leads anywhere", "[probes][redfish]") {
  CHECK(skip_of(kLog + "?$top=5&$skip=10") == 10U);
  CHECK_FALSE(skip_of(kLog + "?$skip=x"));
  CHECK_FALSE(skip_of(kLog));
  CHECK(page_at(kLog + "?$skip=10&$top=5", 990) == kLog + "?$skip=990&$top=5");
}

TEST_CASE("log page: the number of an entry stands at the end of its address",
          "[probes][redfish]") {
  CHECK(number_of(kLog + "/12") == 12U);
  CHECK_FALSE(number_of(kLog + "/a12"));
}
