#include "certsuite/criteria/health_wording.h"

#include "tests/support/health_ground.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

HealthFinding finding(std::string device, HealthState state, bool required) {
  HealthFinding one;
  one.device = std::move(device);
  one.state = state;
  one.required = required;
  return one;
}

}  // namespace

TEST_CASE("health wording: a finding carries limit, basis, source, note and stamps", "[health]") {
  HealthGround ground;
  const auto questions = criteria::health_questions(ground.reference);
  criteria::HealthAnswer answer;
  answer.state = HealthState::unhealthy;
  answer.verdict.device = std::string(kCardA);
  answer.verdict.observed = 101;
  answer.verdict.at_most = 100;
  answer.since = at_second(5);
  const auto made = criteria::finding_of(questions.asked[0], answer);
  CHECK(made.criterion == "heat");
  CHECK(made.metric == kCardHeat);
  CHECK(made.basis == Basis::vendor);
  CHECK(made.source == "the maker's guide, section 4");
  CHECK(made.note == "look at the fans");
  CHECK(made.since == at_second(5));
  answer.counted_before = 3;
  const auto old =
      criteria::old_count_finding(questions.asked[2], answer, {at_second(0), at_second(10)});
  CHECK_FALSE(old.required);
  CHECK(old.observed == 3);
}

TEST_CASE("health wording: an empty place of a kind that nobody ever read is unknown", "[health]") {
  Verdict verdict;
  verdict.outcome = Outcome::fail;
  verdict.device = "accelerator[15]";
  CHECK(criteria::part_finding(verdict, true).state == HealthState::unhealthy);
  CHECK(criteria::part_finding(verdict, false).state == HealthState::unknown);
  verdict.outcome = Outcome::inconclusive;
  CHECK(criteria::part_finding(verdict, true).state == HealthState::unknown);
}

TEST_CASE("health wording: required before advisory, then worst first, then by device",
          "[health]") {
  std::vector<HealthFinding> findings{
      finding("d", HealthState::unhealthy, false), finding("c", HealthState::unknown, true),
      finding("b", HealthState::unhealthy, true), finding("a", HealthState::unknown, true)};
  criteria::sort_findings(findings);
  CHECK(findings[0].device == "b");
  CHECK(findings[1].device == "a");
  CHECK(findings[2].device == "c");
  CHECK(findings[3].device == "d");
}

TEST_CASE("health wording: a gone card's parts are not told beside it, its sister's are",
          "[health]") {
  std::vector<HealthFinding> findings{finding("node/card:a", HealthState::unhealthy, true),
                                      finding("node/card:a/core:0", HealthState::unhealthy, true),
                                      finding("node/card:ab", HealthState::unhealthy, true)};
  for (auto& one : findings) {
    one.criterion = kPresence;
  }
  findings.push_back(finding("node/card:a/core:1", HealthState::unhealthy, true));
  findings.back().criterion = "errors";
  criteria::drop_parts_of_absent(findings);
  REQUIRE(findings.size() == 3);
  CHECK(findings[1].device == "node/card:ab");
  CHECK(findings[2].criterion == "errors");
}
