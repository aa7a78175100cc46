#include "reports/stamp_series.h"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/time_authority.h"
#include "tests/support/token_maker.h"

using namespace rackproof;
using rackproof::testing::CertificateWish;
using rackproof::testing::Identity;
using rackproof::testing::TimeAuthority;

namespace {

const std::string& signature() {
  static const std::string kBytes(64, '\x5a');
  return kBytes;
}

const TimeAuthority& site() {
  static const TimeAuthority kAuthority("site");
  return kAuthority;
}

const TimeAuthority& archive() {
  static const TimeAuthority kAuthority("archive");
  return kAuthority;
}

/// The site's: its certificate ends with May 2027.
const Identity& short_lived() {
  static const Identity kIdentity = [] {
    CertificateWish wish;
    wish.until = "20270531235959Z";
    return site().issue("short", wish);
  }();
  return kIdentity;
}

/// The archive's: its certificate outlives the tests.
const Identity& long_lived() {
  static const Identity kIdentity = archive().issue("long");
  return kIdentity;
}

/// The token of `by`, run by `authority`, over `bytes`, of the time `when`.
std::string token(const TimeAuthority& authority, const Identity& by, const std::string& bytes,
                  const std::string& when) {
  return testing::sign_again(authority.reply(authority.query(bytes, {"-sha512"}), by), by,
                             {.generated = when});
}

/// By the site, of December 2026.
const std::string& first() {
  static const std::string kToken = token(site(), short_lived(), signature(), "20261201000000Z");
  return kToken;
}

/// By the archive, over `bytes`.
std::string renewal(const std::string& bytes, const std::string& when) {
  return token(archive(), long_lived(), bytes, when);
}

UtcTime utc(const std::string& text) {
  return parse_utc(text).value();
}

std::vector<seal::TimeStamper> both(bool must_be_renewed, const std::string& revocations = {}) {
  return {{"site-tsa", site().root(), {}, revocations, false, {}, {}, must_be_renewed},
          {"archive-tsa", archive().root(), {}, {}, false, {}, {}, must_be_renewed}};
}

SeriesJudgement judge(const std::vector<std::string>& tokens,
                      const std::vector<seal::TimeStamper>& stampers,
                      const std::string& now = "2031-01-01T00:00:00Z") {
  StampSeries series{signature(), {}};
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    series.stamps.push_back({"report.1." + std::to_string(i + 1), tokens[i]});
  }
  return judge_stamps(series, {stampers, {}, utc(now)});
}

/// All that is said against the series, "" for nothing.
std::string broken(const SeriesJudgement& judged) {
  CHECK((judged.broken.empty() || !judged.first));
  std::string all;
  for (const auto& each : judged.broken) {
    all += each + "\n";
  }
  return all;
}

}  // namespace

TEST_CASE("stamp series: a stamp renewed in time goes on being proof when its authority has ended",
          "[reports][stamps]") {
  const auto second = renewal(signature() + first(), "20270501000000Z");
  const auto judged = judge({first(), second}, both(true));
  CHECK(broken(judged).empty());
  REQUIRE(judged.first);
  CHECK(judged.first->stamper == "site-tsa");
  CHECK(judged.first->latest() == utc("2026-12-01T00:00:00Z"));
  REQUIRE(judged.renewals.size() == 1);
  CHECK(judged.renewals[0].stamper == "archive-tsa");
  CHECK(judged.renewals[0].generated == utc("2027-05-01T00:00:00Z"));
  CHECK(judged.unheard.empty());
}

TEST_CASE("stamp series: what was not renewed counts only as the trust file says",
          "[reports][stamps]") {
  CHECK(judge({first()}, both(false)).first);
  CHECK(judge({first()}, both(true), "2027-05-31T00:00:00Z").first);
  CHECK_THAT(broken(judge({first()}, both(true))), Catch::Contains("report.1.1: ") &&
                                                       Catch::Contains("certificate has expired") &&
                                                       Catch::Contains("at 2031-01-01T00:00:00"));
}

TEST_CASE("stamp series: a renewal after the authority's end renews nothing", "[reports][stamps]") {
  const auto late = renewal(signature() + first(), "20270601000000Z");
  SECTION("the first stamp counts as though it stood alone") {
    const auto judged = judge({first(), late}, both(false));
    REQUIRE(judged.first);
    CHECK(judged.renewals.empty());
    REQUIRE(judged.unheard.size() == 1);
    CHECK_THAT(judged.unheard[0], Catch::StartsWith("report.1.2: renews nothing: report.1.1: ") &&
                                      Catch::Contains("certificate has expired") &&
                                      Catch::Contains("at 2027-06-01T00:00:00"));
  }
  SECTION("40.63 stamp that had to be renewed, renewed after its authority's certificate ended") {
    CHECK_THAT(broken(judge({first(), late}, both(true))),
               Catch::Contains("report.1.2: renews nothing: report.1.1: ") &&
                   Catch::Contains("certificate has expired"));
  }
}

TEST_CASE("stamp series: a renewal that does not fit breaks it", "[reports][stamps]") {
  const auto refusal = [](const std::string& second) {
    return broken(judge({first(), second}, both(false)));
  };
  SECTION("40.46 renewal over other bytes than the signature and the stamp before it") {
    const auto expected = Catch::StartsWith("report.1.2: it stamps other bytes");
    CHECK_THAT(refusal(renewal(signature(), "20270501000000Z")), expected);
    CHECK_THAT(refusal(renewal(first(), "20270501000000Z")), expected);
    CHECK_THAT(refusal(renewal(first() + signature(), "20270501000000Z")), expected);
    CHECK_THAT(refusal(renewal(std::string(64, 'x') + first(), "20270501000000Z")), expected);
  }
  SECTION("40.47 renewal of another stamp over the same signature") {
    const auto other = token(site(), short_lived(), signature(), "20261202000000Z");
    CHECK_THAT(refusal(renewal(signature() + other, "20270501000000Z")),
               Catch::StartsWith("report.1.2: it stamps other bytes"));
  }
  SECTION("40.48 renewal older than the stamp that it renews") {
    CHECK_THAT(refusal(renewal(signature() + first(), "20261130000000Z")),
               Catch::StartsWith("report.1.2: stamped at 2026-11-30") &&
                   Catch::Contains("before report.1.1, which it renews"));
  }
  SECTION("40.49 renewal by an authority that the trust file does not name") {
    const std::vector<seal::TimeStamper> site_alone{both(false)[0]};
    const auto judged =
        judge({first(), renewal(signature() + first(), "20270501000000Z")}, site_alone);
    CHECK_THAT(broken(judged), Catch::StartsWith("report.1.2: time stamp by site-tsa: no path"));
  }
  SECTION("40.50 renewal later than now") {
    const auto judged = judge({first(), renewal(signature() + first(), "20270501000000Z")},
                              both(false), "2027-04-30T00:00:00Z");
    CHECK_THAT(broken(judged), Catch::StartsWith("report.1.2: stamped at 2027-05-01") &&
                                   Catch::Contains("later than now"));
  }
  SECTION("a renewal that is no stamp at all") {
    CHECK_THAT(refusal("nothing"), Catch::Contains("neither a time stamp response nor a token"));
  }
}

TEST_CASE("stamp series: each renewal is over all that stands before it", "[reports][stamps]") {
  const auto second = token(site(), short_lived(), signature() + first(), "20270101000000Z");
  const auto third = renewal(signature() + first() + second, "20270501000000Z");
  const auto judged = judge({first(), second, third}, both(true));
  CHECK(broken(judged).empty());
  REQUIRE(judged.first);
  CHECK(judged.first->generated == utc("2026-12-01T00:00:00Z"));
  CHECK(judged.renewals.size() == 2);
  SECTION("one that leaves a stamp out does not fit") {
    CHECK_THAT(broken(judge({first(), second, renewal(signature() + second, "20270501000000Z")},
                            both(false))),
               Catch::StartsWith("report.1.3: it stamps other bytes"));
  }
  SECTION("one that came too late holds up nothing before it either") {
    const auto late = renewal(signature() + first() + second, "20280501000000Z");
    const auto kept = judge({first(), second, late}, both(false));
    REQUIRE(kept.first);
    CHECK(kept.renewals.size() == 1);
    CHECK_THAT(kept.unheard.at(0), Catch::StartsWith("report.1.3: renews nothing: report.1.2: "));
    CHECK_THAT(broken(judge({first(), second, late}, both(true))),
               Catch::Contains("report.1.2: ") && Catch::Contains("certificate has expired"));
  }
}

TEST_CASE("stamp series: a key lost after the renewal does not touch what was there before",
          "[reports][stamps]") {
  const auto list = [](const std::string& when_and_why) {
    return site().revocations(
        {"R\t270531235959Z\t" + when_and_why + "\t" + TimeAuthority::serial_of(short_lived())});
  };
  const auto second = renewal(signature() + first(), "20270501000000Z");
  SECTION("lost in June, renewed in May") {
    const auto lost = both(false, list("270601000000Z,keyCompromise"));
    CHECK_THAT(broken(judge({first()}, lost)),
               Catch::Contains("for a reason that voids earlier stamps"));
    CHECK(judge({first(), second}, lost).first);
  }
  SECTION("40.51 key of the authority lost before its stamp was renewed") {
    CHECK_THAT(broken(judge({first(), second}, both(false, list("270401000000Z,keyCompromise")))),
               Catch::Contains("for a reason that voids earlier stamps"));
  }
  SECTION("40.52 key found lost afterwards, and in doubt since before the renewal") {
    CHECK_THAT(broken(judge({first(), second},
                            both(false, list("270601000000Z,keyTime,20270401000000Z")))),
               Catch::Contains("for a reason that voids earlier stamps"));
    CHECK(
        judge({first(), second}, both(false, list("270601000000Z,keyTime,20270515000000Z"))).first);
  }
}

TEST_CASE("stamp series: where nobody is believed, each stamp is told and proves nothing",
          "[reports][stamps]") {
  const auto judged = judge({first(), renewal(signature() + first(), "20270501000000Z")}, {});
  CHECK_FALSE(judged.first);
  CHECK(judged.broken.empty());
  REQUIRE(judged.unheard.size() == 2);
  CHECK_THAT(judged.unheard[1], Catch::StartsWith("report.1.2: says 2027-05-01"));
}
