#include "reports/report_ledger.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

KnownReport first() {
  return {"r1", "aa", 1, "", "run-1", "ff", "nonce-1"};
}

KnownReport second() {
  return {"r2", "bb", 2, "r1", "run-1", "ff", "nonce-1"};
}

}  // namespace

TEST_CASE("report ledger: a report says nothing against itself, nor against its successor",
          "[reports][ledger]") {
  CHECK(objections_to(first(), {}).empty());
  const std::vector<KnownReport> known{first(), second()};
  CHECK(objections_to(second(), known).empty());
  CHECK(objections_to(first(), std::vector{first()}).empty());
}

TEST_CASE("report ledger: what is known speaks against a report", "[reports][ledger]") {
  SECTION("30.1 report id seen before with other content") {
    auto other = first();
    other.digest = "cc";
    const auto found = objections_to(first(), std::vector{other});
    REQUIRE(found.contradicted.size() == 1);
    CHECK_THAT(found.contradicted[0], Catch::Contains("report r1 was seen with other content"));
  }
  SECTION("30.2 an older revision although a newer one is known") {
    const auto found = objections_to(first(), std::vector{second()});
    CHECK(found.contradicted.empty());
    REQUIRE(found.superseded.size() == 1);
    CHECK(found.superseded[0] == "report r1 revision 1 was superseded by report r2 revision 2");
  }
  SECTION("30.3 a report that supersedes itself") {
    auto own = first();
    own.supersedes = "r1";
    CHECK_THAT(objections_to(own, {}).contradicted.at(0), Catch::Contains("supersedes itself"));
  }
  SECTION("30.4 a cycle of two") {
    auto back = first();
    back.supersedes = "r2";
    back.revision = 3;
    const auto found = objections_to(back, std::vector{second()});
    REQUIRE_FALSE(found.contradicted.empty());
    CHECK_THAT(found.contradicted.back(), Catch::Contains("by way of report r2"));
  }
  SECTION("30.5 a cycle of three") {
    const KnownReport third{"r3", "cc", 3, "r2", "run-1", "ff", ""};
    auto back = first();
    back.supersedes = "r3";
    back.revision = 4;
    const auto found = objections_to(back, std::vector{second(), third});
    REQUIRE_FALSE(found.contradicted.empty());
    CHECK_THAT(found.contradicted.back(), Catch::Contains("supersedes itself by way of"));
  }
  SECTION("30.6 a revision that is not above the one it supersedes") {
    auto low = second();
    low.revision = 1;
    CHECK_THAT(objections_to(low, std::vector{first()}).contradicted.at(0),
               Catch::Contains("which is not older"));
  }
  SECTION("50.28 two run records, and so two journals, for one run") {
    auto other = second();
    other.run_digest = "ee";
    CHECK_THAT(objections_to(first(), std::vector{other}).contradicted.at(0),
               Catch::Contains("two run records for one run"));
  }
  SECTION("29.40 a nonce that another run met before") {
    auto other = second();
    other.run_id = "run-2";
    other.supersedes = "";
    CHECK_THAT(objections_to(first(), std::vector{other}).contradicted.at(0),
               Catch::Contains("its test order was met before by run run-2"));
  }
}

namespace {

/// The report numbered `sequence`, issued that many `minutes` after the first.
KnownReport counted(int sequence, int minutes) {
  auto report = first();
  report.report_id = report.digest = report.run_id = "n" + std::to_string(minutes);
  report.order_nonce = "";
  report.issuer = "Example Lab";
  report.sequence = sequence;
  report.issued = UtcTime(std::chrono::minutes(minutes));
  return report;
}

}  // namespace

TEST_CASE("report ledger: an issuer's numbers go up with time and stand once",
          "[reports][ledger]") {
  const std::vector known{counted(5, 10), counted(9, 30)};
  CHECK(objections_to(counted(5, 10), known).empty());
  CHECK(objections_to(counted(7, 20), known).empty());
  CHECK(objections_to(counted(2, 1), known).empty());
  CHECK(objections_to(counted(0, 40), known).empty());
  auto other = counted(5, 40);
  other.issuer = "Other Lab";
  CHECK(objections_to(other, known).empty());
  SECTION("30.60 two reports under one number of one issuer") {
    CHECK_THAT(
        objections_to(counted(9, 40), known).contradicted.at(0),
        Catch::Contains("sequence 9 of 'Example Lab' was seen on another report, report n30"));
  }
  SECTION("30.61 a lower number on a report issued later: the sequence goes back") {
    CHECK_THAT(objections_to(counted(8, 40), known).contradicted.at(0),
               Catch::Contains("the sequence of 'Example Lab' goes back: this report has 8"));
  }
  SECTION("30.62 a higher number on a report issued earlier") {
    CHECK_THAT(objections_to(counted(6, 5), known).contradicted.at(0),
               Catch::Contains("goes back: this report has 6") &&
                   Catch::Contains("report n10 revision 1 has 5"));
  }
}

TEST_CASE("report ledger: a cycle among others does not hang it", "[reports][ledger]") {
  const std::vector<KnownReport> known{{"a", "aa", 1, "b", "r", "f", ""},
                                       {"b", "bb", 2, "a", "r", "f", ""}};
  const KnownReport report{"c", "cc", 3, "b", "r", "f", ""};
  CHECK(objections_to(report, known).contradicted.empty());
}

TEST_CASE("report ledger: a chain of a hundred thousand reports is followed to its end",
          "[reports][ledger][hostile]") {
  constexpr int kMany = 100'000;
  std::vector<KnownReport> known;
  for (int i = kMany; i > 0; --i) {
    const auto number = std::to_string(i);
    known.push_back({"r" + number, "d" + number, i, i == 1 ? "" : "r" + std::to_string(i - 1),
                     "run-" + number, "f" + number, ""});
  }
  std::reverse(known.begin(), known.end());
  const KnownReport newest{"new", "dd", kMany + 1, "r" + std::to_string(kMany), "run", "ff", ""};
  CHECK(objections_to(newest, known).empty());
  known.front().supersedes = "new";
  const auto found = objections_to(newest, known);
  REQUIRE(found.contradicted.size() == 1);
  CHECK_THAT(found.contradicted[0], Catch::Contains("supersedes itself by way of report r1 "));
}

TEST_CASE("report ledger: a report names what it replaces by digest too", "[reports][ledger]") {
  auto next = second();
  next.supersedes_digest = first().digest;
  CHECK(objections_to(next, std::vector{first()}).empty());
  CHECK(objections_to(next, {}).empty());
  next.supersedes_digest = "dd";
  const auto found = objections_to(next, std::vector{first()});
  REQUIRE(found.contradicted.size() == 1);
  CHECK(found.contradicted[0] ==
        "report r2 revision 2 supersedes report r1 revision 1 with sha256 dd, and that report has "
        "aa");
  next.supersedes_digest.clear();  // of a release that did not say it
  CHECK(objections_to(next, std::vector{first()}).empty());
}

namespace {

/// `report` as those who are known by `signers` signed it, about `device`.
KnownReport signed_by(KnownReport report, const IssuerMarks& signers,
                      const std::string& device = "RACK-7") {
  report.signers = signers;
  report.device = device;
  return report;
}

const IssuerMarks kAnn{"key SHA256:ann", "issuer Example Lab"};
const IssuerMarks kBob{"key SHA256:bob", "issuer Example Lab"};
const IssuerMarks kEve{"key SHA256:eve"};

}  // namespace

TEST_CASE("report ledger: only a report of the same issuer and device supersedes",
          "[reports][ledger]") {
  const auto report = signed_by(first(), kAnn);
  const auto by = [&report](const KnownReport& other) {
    return objections_to(report, std::vector{other});
  };
  CHECK(by(signed_by(second(), kAnn)).superseded.size() == 1);
  CHECK(by(signed_by(second(), kBob)).superseded.size() == 1);
  SECTION("30.76 a report that another issuer claims to supersede") {
    const auto found = by(signed_by(second(), kEve));
    CHECK(found.superseded.empty());
    CHECK(found.contradicted.empty());
    CHECK(found.unheard ==
          std::vector<std::string>{"report r2 revision 2 claims to supersede report r1 revision 1 "
                                   "and is of another issuer: it does not"});
  }
  SECTION("30.77 a report that one about another device claims to supersede") {
    const auto found = by(signed_by(second(), kAnn, "RACK-8"));
    CHECK(found.superseded.empty());
    CHECK_THAT(found.unheard.at(0), Catch::Contains("is about another device"));
  }
  SECTION("what an early release remembered is of the issuer that it names") {
    CHECK(by(second()).superseded.size() == 1);
  }
  SECTION("a stranger's report does not make a cycle of another's") {
    auto back = signed_by(first(), kAnn);
    back.supersedes = "r2";
    back.revision = 3;
    CHECK(objections_to(back, std::vector{signed_by(second(), kEve)}).contradicted.empty());
    CHECK_FALSE(objections_to(back, std::vector{signed_by(second(), kBob)}).contradicted.empty());
  }
}

TEST_CASE("report ledger: whoever takes another's name does not count in its numbers",
          "[reports][ledger]") {
  const auto mine = signed_by(counted(9, 40), kAnn);
  const auto against = [&mine](const IssuerMarks& signers) {
    return objections_to(mine, std::vector{signed_by(counted(9, 30), signers)}).contradicted.size();
  };
  CHECK(against(kBob) == 1);
  CHECK(against(kEve) == 0);
}
