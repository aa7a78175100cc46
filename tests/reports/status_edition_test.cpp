#include "reports/status_edition.h"

#include <chrono>
#include <limits>
#include <string>

#include <catch2/catch.hpp>

#include "tests/reports/small_bundle.h"

using namespace rackproof;
using namespace std::chrono_literals;
using rackproof::testing::small_start;

namespace {

const std::string kDigest(64, 'a');
const std::string kOther(64, 'b');

StatusChange valid(const std::string& id, const std::string& sha256) {
  return {.reports = {{id, sha256}}, .status = ReportStatus::valid, .reason = "", .by = ""};
}

StatusList with_two() {
  const auto first = first_edition("Example Lab", small_start(), std::nullopt).value();
  const auto second = next_edition(first, valid("b", kDigest), small_start() + 1h, {}).value();
  return next_edition(second, valid("a", kOther), small_start() + 2h, {}).value();
}

std::string why_not(const StatusChange& change) {
  const auto list = next_edition(with_two(), change, small_start() + 3h, {});
  return list ? "" : list.error().message;
}

}  // namespace

TEST_CASE("status edition: the first is empty and good for thirty days", "[reports][status]") {
  const auto list = first_edition("Example Lab", small_start(), std::nullopt);
  REQUIRE(list);
  CHECK(list->sequence == 1);
  CHECK(list->entries.empty());
  CHECK(list->next_update == small_start() + std::chrono::days(30));
  CHECK(first_edition("x", small_start(), small_start() + 1h)->next_update == small_start() + 1h);
  CHECK_FALSE(first_edition("x", small_start(), small_start()));
  CHECK_FALSE(first_edition("", small_start(), std::nullopt));
}

TEST_CASE("status edition: each has the next sequence, sorted entries and the same stretch",
          "[reports][status]") {
  const auto list = with_two();
  CHECK(list.sequence == 3);
  REQUIRE(list.entries.size() == 2);
  CHECK(list.entries[0].report_id == "a");
  CHECK(list.entries[0].since == small_start() + 2h);
  CHECK(list.entries[1].since == small_start() + 1h);
  CHECK(list.next_update == small_start() + 2h + std::chrono::days(30));
}

TEST_CASE("status edition: a report that is known is changed by its id alone",
          "[reports][status]") {
  const StatusChange change{.reports = {{"b", ""}},
                            .status = ReportStatus::superseded,
                            .reason = "wrong rack",
                            .by = "a"};
  const auto list = next_edition(with_two(), change, small_start() + 3h, {});
  REQUIRE(list);
  CHECK(list->entries[1].sha256 == kDigest);
  CHECK(list->entries[1].status == ReportStatus::superseded);
  CHECK(list->entries[1].by == "a");
  CHECK(list->entries[0] == with_two().entries[0]);
}

TEST_CASE("status edition: what cannot be listed is refused", "[reports][status]") {
  CHECK_THAT(why_not(valid("c", "")), Catch::Contains("not in the list yet"));
  CHECK_THAT(why_not(valid("a", kDigest)), Catch::Contains("with other content"));
  CHECK_THAT(why_not(valid("c", kDigest)), Catch::Contains("has the sha256 of another entry"));
  auto withdrawn = valid("a", "");
  withdrawn.status = ReportStatus::withdrawn;
  CHECK_THAT(why_not(withdrawn), Catch::Contains("gives no reason"));
  auto back = next_edition(with_two(), {}, small_start() + 1h, {});
  REQUIRE_FALSE(back);
  CHECK(back.error().kind == ErrorKind::stale);
  auto last = with_two();
  last.sequence = std::numeric_limits<int>::max();
  CHECK_FALSE(next_edition(last, {}, small_start() + 3h, {}));
  auto endless = with_two();
  endless.next_update = UtcTime::max();
  CHECK_FALSE(next_edition(endless, {}, small_start() + 3h, {}));
}
