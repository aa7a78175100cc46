#include "certsuite/criteria/waivers.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

const Waiver kWaiver{"triad", "Jo, QA", "2027-01-31", "slow since delivery"};

UtcTime at(const char* text) {
  return parse_utc(text).value();
}

Report report_with(std::vector<Outcome> outcomes) {
  Report report;
  report.issued = at("2027-01-01T00:00:00Z");
  report.site.waivers = {kWaiver};
  for (const auto outcome : outcomes) {
    auto& verdict = report.judgement.verdicts.emplace_back();
    verdict.criterion = "triad";
    verdict.outcome = outcome;
  }
  return report;
}

TEST_CASE("waivers: one holds to the end of its last day", "[certsuite][criteria]") {
  CHECK_FALSE(criteria::has_expired(kWaiver, at("2027-01-31T23:59:59.999999999Z")));
  CHECK(criteria::has_expired(kWaiver, at("2027-02-01T00:00:00Z")));
  auto undated = kWaiver;
  undated.expires = "whenever";
  CHECK(criteria::has_expired(undated, at("2020-01-01T00:00:00Z")));
}

TEST_CASE("waivers: the verdict stays what it is, and an expired one is said to be",
          "[certsuite][criteria]") {
  CHECK(criteria::waiver_told(kWaiver, "FAIL", at("2027-01-01T00:00:00Z")) ==
        "waived by Jo, QA until 2027-01-31: slow since delivery; the verdict stays FAIL");
  CHECK(criteria::waiver_told(kWaiver, "FAIL", at("2027-02-01T00:00:00Z")) ==
        "waived by Jo, QA until 2027-01-31 (expired when the report was issued): slow since "
        "delivery; the verdict stays FAIL");
  const auto told =
      criteria::waivers_told(report_with({Outcome::pass, Outcome::fail, Outcome::pass}));
  REQUIRE(told.size() == 1);
  CHECK(told[0] ==
        "triad is waived by Jo, QA until 2027-01-31: slow since delivery; its verdict stays PASS, "
        "FAIL");
}

TEST_CASE("waivers: only what is required can be waived", "[certsuite][criteria]") {
  CHECK(criteria::check_waived({kWaiver}, {"gemm", "triad"}));
  CHECK(criteria::check_waived({}, {}));
  const auto none = criteria::check_waived({kWaiver}, {"gemm", "triadd"});
  REQUIRE_FALSE(none);
  CHECK(none.error().message ==
        "a waiver of 'triad', which the reference does not require (did you mean 'triadd'?)");
}

TEST_CASE("waivers: a report's are whole and of what it judges", "[certsuite][criteria]") {
  CHECK(criteria::waivers_are_whole(report_with({Outcome::fail})));
  CHECK_FALSE(criteria::waivers_are_whole(report_with({})));
  auto nobody = report_with({Outcome::fail});
  nobody.site.waivers[0].by.clear();
  CHECK_FALSE(criteria::waivers_are_whole(nobody));
  CHECK(criteria::waivers_of(report_with({}), "triad").size() == 1);
  CHECK(criteria::waivers_of(report_with({}), "gemm").empty());
}

}  // namespace
}  // namespace rackproof
