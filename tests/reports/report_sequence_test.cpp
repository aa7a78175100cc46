#include "reports/report_sequence.h"

#include <chrono>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>

#include <catch2/catch.hpp>

#include "probes/machine/output_file.h"
#include "reports/archive_file.h"
#include "reports/bundle.h"
#include "reports/bundle_change.h"
#include "schemas/json/report_json.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using namespace std::chrono_literals;
using rackproof::testing::overwrite;
using rackproof::testing::read_whole;
using rackproof::testing::small_run;
using rackproof::testing::small_start;
using rackproof::testing::SmallBundle;

namespace {

const UtcTime kNow = small_start() + 5min;

Report report_in(const SmallBundle& bundle) {
  return decode_report_statement(read_whole(bundle.at(bundle::kReport)))->report;
}

/// Counts the bundle's report by a file beside it that begins at 7, or goes on.
Result<int> numbered(const SmallBundle& bundle, std::optional<int> begin = {}, UtcTime now = kNow) {
  return number_report(bundle.path(), {bundle.beside("numbers"), begin}, now);
}

std::string why_not(const Result<int>& number) {
  return number ? "" : number.error().message;
}

void begin_at(const SmallBundle& bundle, const IssuedSoFar& issued) {
  overwrite(bundle.beside("numbers"), encode_issued_so_far(issued));
}

}  // namespace

TEST_CASE("report sequence: a report gets the next number and its time of issue",
          "[reports][seal]") {
  const SmallBundle bundle;
  const auto before = report_in(bundle);
  const auto number = numbered(bundle, 7);
  INFO(why_not(number));
  REQUIRE(number);
  CHECK(*number == 7);

  auto expected = before;
  expected.sequence = 7;
  expected.issued = kNow;
  CHECK(report_in(bundle) == expected);
  const auto issued = decode_issued_so_far(read_whole(bundle.beside("numbers")));
  REQUIRE(issued);
  CHECK(*issued == IssuedSoFar{"Example Integrator", 7, kNow});
}

TEST_CASE("report sequence: a report in an archive is counted there, all else stays as it was",
          "[reports][seal]") {
  const SmallBundle bundle;
  const auto archive = bundle.beside("b.tar");
  REQUIRE(pack_bundle(bundle.path(), archive));
  auto before = digests_of(read_bundle(archive).value());
  const auto number = number_report(archive, {bundle.beside("numbers"), 7}, kNow);
  INFO(why_not(number));
  REQUIRE(number);
  const auto counted = read_bundle(archive);
  REQUIRE(counted);
  const auto report = decode_report_statement(counted->bytes(bundle::kReport).value());
  REQUIRE(report);
  CHECK(report->report.sequence == 7);
  auto after = digests_of(*counted);
  CHECK_FALSE(after[bundle::kReport] == before[bundle::kReport]);
  after.erase(bundle::kReport);
  before.erase(bundle::kReport);
  CHECK(after == before);
}

TEST_CASE("report sequence: of two reports the later has the higher number", "[reports][seal]") {
  const SmallBundle first;
  const SmallBundle second;
  const SequenceFile file{first.beside("numbers")};
  REQUIRE(numbered(first, 1));
  const auto next = number_report(second.path(), file, kNow + 1s);
  REQUIRE(next);
  CHECK(*next == 2);
  CHECK(report_in(second).issued == kNow + 1s);
}

TEST_CASE("report sequence: a report keeps the number that it has", "[reports][seal]") {
  const SmallBundle bundle;
  REQUIRE(numbered(bundle, 7));
  const auto before = read_whole(bundle.at(bundle::kReport));
  const auto again = numbered(bundle, {}, kNow + 1min);
  REQUIRE(again);
  CHECK(*again == 7);
  CHECK(read_whole(bundle.at(bundle::kReport)) == before);

  begin_at(bundle, {"Example Integrator", 6, kNow});
  CHECK_THAT(why_not(numbered(bundle)), Catch::Contains("has not given number 7"));
}

TEST_CASE("report sequence: a number that is counted survives the sealing", "[reports][seal]") {
  SmallBundle bundle;
  REQUIRE(numbered(bundle, 3));
  const auto verified = bundle.sealed().verify();
  REQUIRE(verified);
  CHECK(standing_of(*verified) == Standing::good);
  CHECK(verified->sequence == 3);
  CHECK((verified->known.sequence == 3 && verified->known.issuer == "Example Integrator"));
}

TEST_CASE("report sequence: what cannot be counted is refused, and nothing is changed",
          "[reports][seal]") {
  SmallBundle bundle;
  const auto refuse = [&bundle](const std::string& why, std::optional<int> begin = {},
                                UtcTime now = kNow) {
    const auto report = bundle.at(bundle::kReport);
    const bool open = std::filesystem::exists(report);
    const auto before = open ? read_whole(report) : "";
    CHECK_THAT(why_not(numbered(bundle, begin, now)), Catch::Contains(why));
    CHECK((!open || read_whole(report) == before));
  };
  SECTION("a file that is not there is not begun in silence") {
    refuse("numbers");
    CHECK_FALSE(std::filesystem::exists(bundle.beside("numbers")));
  }
  SECTION("a file that is there is not begun again") {
    begin_at(bundle, {"Example Integrator", 4, small_start()});
    refuse("is there already", 1);
  }
  SECTION("the file of another issuer") {
    begin_at(bundle, {"Other Lab", 4, small_start()});
    refuse("counts the reports of 'Other Lab', and this one is of 'Example Integrator'");
  }
  SECTION("a clock that went back") {
    begin_at(bundle, {"Example Integrator", 4, kNow});
    refuse("number 4 was given at");
  }
  SECTION("no number is left") {
    begin_at(bundle, {"Example Integrator", std::numeric_limits<int>::max(), small_start()});
    refuse("no number is left");
  }
  SECTION("numbers below 1") {
    refuse("begin at 1", 0);
  }
  SECTION("a file that is none") {
    overwrite(bundle.beside("numbers"), R"({"format":"rackproof-sequence/1","last":4})");
    refuse("numbers");
  }
  SECTION("a clock before the end of the run takes no number") {
    refuse("issued before the run ended", 1, small_start());
    CHECK_FALSE(std::filesystem::exists(bundle.beside("numbers")));
  }
  SECTION("a sealed report") {
    bundle.sealed();
    refuse("the report is sealed", 1);
  }
}

TEST_CASE("report sequence: a report without issuer is counted by nobody", "[reports][seal]") {
  auto run = small_run();
  run.record.site.issuer_name = "";
  const SmallBundle bundle(run);
  CHECK_THAT(why_not(numbered(bundle, 1)), Catch::Contains("names no issuer"));
}
