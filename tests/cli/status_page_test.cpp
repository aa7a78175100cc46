#include "cli/status_page.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "tests/support/documents.h"

using namespace rackproof;

TEST_CASE("status page: edition, end and every report are shown", "[cli]") {
  const auto list = testing::example_status_list();
  const auto page = status_page(list, list.issued);
  for (const auto& part :
       {std::string("status list 7 of Example Lab"), "next update " + format_utc(list.next_update),
        list.entries[0].report_id + "  valid since",
        list.entries[1].report_id + "  withdrawn since",
        std::string(" by ") + list.entries[2].by + ": wrong rack",
        "sha256 " + list.entries[1].sha256, std::string("3 reports\n")}) {
    CHECK_THAT(page, Catch::Contains(part));
  }
  CHECK_THAT(page, !Catch::Contains("STALE"));
}

TEST_CASE("status page: a list past its next update is called stale", "[cli]") {
  const auto list = testing::example_status_list();
  CHECK_THAT(status_page(list, list.next_update + std::chrono::seconds(1)),
             Catch::Contains("STALE, it confirms nothing any more"));
}

TEST_CASE("status page: hostile text does not drive the terminal", "[cli]") {
  auto list = testing::example_status_list();
  list.issuer = "a\x1b[2J";
  list.entries[1].reason = "b\x1b[2J";
  CHECK(status_page(list, list.issued).find('\x1b') == std::string::npos);
}
