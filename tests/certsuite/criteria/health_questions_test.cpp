#include "certsuite/criteria/health_questions.h"

#include "tests/support/health_ground.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

Architecture with(Criterion criterion) {
  Architecture reference;
  criterion.at_most = health_limit(1, Unit::one);
  reference.criteria = {std::move(criterion)};
  return reference;
}

}  // namespace

TEST_CASE("health questions: what a phase, a workload or a run's end must show is not asked",
          "[health]") {
  auto phase = health_criterion("phase", kCardLink, Statistic::max);
  phase.during = "soak";
  auto work = health_criterion("work", "gemm_exact_mismatch_count", Statistic::max);
  auto drift = health_criterion("drift", kCardLink, Statistic::drift);
  for (const auto& criterion : {phase, work, drift}) {
    const auto questions = criteria::health_questions(with(criterion));
    CHECK(questions.asked.empty());
    REQUIRE(questions.not_judged.size() == 1);
    CHECK_THAT(questions.not_judged[0], Catch::StartsWith(criterion.id + ": "));
  }
}

TEST_CASE("health questions: a lifetime count is asked for its growth", "[health]") {
  const auto questions =
      criteria::health_questions(with(health_criterion("life", kCardErrors, Statistic::max)));
  REQUIRE(questions.asked.size() == 1);
  CHECK(questions.asked[0].lifetime);
  CHECK(questions.asked[0].criterion.statistic == Statistic::growth);
  const auto growth =
      criteria::health_questions(with(health_criterion("growth", kCardErrors, Statistic::growth)));
  CHECK_FALSE(growth.asked.at(0).lifetime);
}

TEST_CASE("health questions: a count that is to be reached is no question of health", "[health]") {
  auto reference = with(health_criterion("reached", kCardErrors, Statistic::min));
  reference.criteria[0].at_most.reset();
  reference.criteria[0].at_least = health_limit(10, Unit::one);
  const auto questions = criteria::health_questions(reference);
  CHECK(questions.asked.empty());
  CHECK(questions.not_judged.size() == 1);
}

TEST_CASE("health questions: topology and versions are said to be left out", "[health]") {
  Architecture reference;
  reference.topology_kind = "torus";
  reference.software = {{{{"driver", "1"}}}};
  CHECK(criteria::health_questions(reference).not_judged.size() == 2);
}

TEST_CASE("health questions: a metric that this release does not know stays unanswered",
          "[health]") {
  const auto questions = criteria::health_questions(
      with(health_criterion("strange", "no_such_metric_total", Statistic::max)));
  REQUIRE(questions.asked.size() == 1);
  REQUIRE(questions.asked[0].limits.ruling);
  CHECK(questions.asked[0].limits.ruling->outcome == Outcome::inconclusive);
}
