#include "certsuite/criteria/evaluate.h"

#include <cmath>

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"
#include "tests/support/sample_maker.h"

namespace rackproof::criteria {
namespace {

using testing::at_second;
using testing::JudgedRun;
using testing::kErrors;
using testing::kHeat;
using testing::kSecondCard;
using testing::kTriad;
using testing::limit;
using testing::verdict_of;

TEST_CASE("evaluate: a verdict shows what was seen, the limits, and what the rule made of them",
          "[certsuite][criteria]") {
  JudgedRun run;
  const auto judgement = run.judged();
  const auto& rate = verdict_of(judgement, "triad-rate", kSecondCard);
  CHECK(rate.outcome == Outcome::pass);
  CHECK(rate.unit == Unit::byte_per_second);
  CHECK(rate.observed == 95e9);
  CHECK(rate.readable == 51);
  CHECK(rate.at_least == 85e9);
  REQUIRE(rate.uncertainty);
  CHECK(rate.accept_at_least == 85e9 + *rate.uncertainty);
  const auto& heat = verdict_of(judgement, "heat", kSecondCard);
  CHECK(heat.observed == 66);
  CHECK_FALSE(heat.uncertainty);
  CHECK(heat.reason ==
        "max of 61 samples is 66 Cel, at most 85 Cel asked; uncertainty not considered");
}

TEST_CASE("evaluate: the limit itself passes and the next number does not",
          "[certsuite][criteria]") {
  JudgedRun run;
  run.criterion("heat").at_most = limit(66, Unit::celsius);
  CHECK(run.judged().overall == Outcome::pass);
  run.of_second_card(kHeat)[50].reading = std::nextafter(66.0, 67.0);
  const auto judgement = run.judged();
  CHECK(judgement.overall == Outcome::fail);
  CHECK(verdict_of(judgement, "heat", kSecondCard).reason.find("66.00000000000001 Cel") !=
        std::string::npos);
}

TEST_CASE("evaluate: what is missing among readable samples is counted and shown",
          "[certsuite][criteria]") {
  JudgedRun run;
  run.of_second_card(kHeat)[50].reading = Error{ErrorKind::io, "EIO"};
  const auto judgement = run.judged();
  const auto& heat = verdict_of(judgement, "heat", kSecondCard);
  CHECK(heat.outcome == Outcome::pass);
  CHECK(heat.missing == 1);
  CHECK(heat.reason.find("1 more without a value") != std::string::npos);
}

TEST_CASE("evaluate: a rate is growth over the time between its readings",
          "[certsuite][criteria]") {
  JudgedRun run;
  auto& criterion = run.criterion("uncorrected");
  criterion.statistic = Statistic::rate;
  criterion.at_most = limit(0.02, Unit::operation_per_second);
  run.of_second_card(kErrors).back().reading = std::int64_t{5};
  const auto judgement = run.judged();
  CHECK(verdict_of(judgement, "uncorrected", kSecondCard).observed == 0.02);
  CHECK(judgement.overall == Outcome::pass);
}

TEST_CASE("evaluate: a counter's first and last reading lie near the ends of the stretch",
          "[certsuite][criteria]") {
  JudgedRun run;
  auto& series = run.of_second_card(kErrors);
  series.resize(91);  // ten seconds before the end of a hundred: a tenth
  CHECK(run.judged().overall == Outcome::pass);
  series.resize(90);
  CHECK(run.judged().overall == Outcome::inconclusive);
}

/// Asks for the drift of the heat, which cycles around 63 degrees, and lets it climb `per_second`.
void let_heat_climb(JudgedRun& run, double per_second) {
  auto& criterion = run.criterion("heat");
  criterion.statistic = Statistic::drift;
  criterion.at_most = limit(1, Unit::celsius);
  int second = 0;
  for (auto& point : run.of_second_card(kHeat)) {
    point.reading = as_double(point.reading) + per_second * second++;
  }
}

TEST_CASE("evaluate: a temperature that still climbs at the end is not steady",
          "[certsuite][criteria]") {
  JudgedRun run;
  let_heat_climb(run, 0);
  CHECK(run.judged().overall == Outcome::pass);
  let_heat_climb(run, 0.2);
  const auto judgement = run.judged();
  const auto& heat = verdict_of(judgement, "heat", kSecondCard);
  CHECK(heat.outcome == Outcome::fail);
  CHECK(heat.unit == Unit::celsius);
  REQUIRE(heat.observed);
  CHECK(*heat.observed == Approx(3).margin(0.5));  // fifteen seconds from quarter to quarter
  CHECK_THAT(heat.reason, Catch::StartsWith("drift of 61 samples is "));
}

TEST_CASE("evaluate: a drift needs readings up to both ends and in both quarters",
          "[certsuite][criteria]") {
  JudgedRun run;
  let_heat_climb(run, 0);
  auto& series = run.of_second_card(kHeat);
  series.resize(61);  // the sensor fell silent at second 60 of the phase from 20 to 80
  auto judgement = run.judged();
  const auto& silent = verdict_of(judgement, "heat", kSecondCard);
  CHECK(silent.outcome == Outcome::inconclusive);
  CHECK_THAT(silent.reason, Catch::StartsWith("it was not read for 20"));

  JudgedRun other;
  let_heat_climb(other, 0);
  auto& holed = other.of_second_card(kHeat);
  holed.erase(holed.begin() + 50, holed.begin() + 66);
  judgement = other.judged();
  const auto& hole = verdict_of(judgement, "heat", kSecondCard);
  CHECK(hole.outcome == Outcome::inconclusive);
  CHECK_THAT(hole.reason, Catch::StartsWith("the last two quarters"));
}

TEST_CASE("evaluate: a series that cannot be read is an error, not a verdict",
          "[certsuite][criteria]") {
  JudgedRun run;
  run.series.spoil({std::string(kSecondCard), std::string(kTriad)},
                   {ErrorKind::malformed, "chunk 7: its body fails its checksum"});
  const auto judgement = judge({run.reference, run.inventory, run.record, run.series});
  REQUIRE_FALSE(judgement);
  CHECK(judgement.error().kind == ErrorKind::malformed);
  CHECK(judgement.error().message ==
        "triad-rate on node/card:1: chunk 7: its body fails its checksum");
}

TEST_CASE("evaluate: an advisory criterion may pass over a device that offers no such value",
          "[certsuite][criteria]") {
  JudgedRun run;
  auto& heat = run.criterion("heat");
  heat.not_offered = NotOffered::not_judged;
  for (auto& point : run.of_second_card(kHeat)) {
    point.reading = Error{ErrorKind::unsupported, "no such register"};
  }
  const auto outcome = [&run] {
    const auto judgement = run.judged();
    return verdict_of(judgement, "heat", kSecondCard).outcome;
  };
  CHECK(outcome() == Outcome::inconclusive);  // required: must be answered
  heat.required = false;
  CHECK(outcome() == Outcome::not_judged);
  heat.not_offered = NotOffered::inconclusive;
  CHECK(outcome() == Outcome::inconclusive);
  heat.not_offered = NotOffered::not_judged;
  run.of_second_card(kHeat).front().reading = Error{ErrorKind::denied, "permission denied"};
  CHECK(outcome() == Outcome::not_judged);  // that reading lies before the phase
  run.of_second_card(kHeat)[40].reading = Error{ErrorKind::denied, "permission denied"};
  CHECK(outcome() == Outcome::inconclusive);
  run.of_second_card(kHeat).clear();  // silence says nothing of what is offered
  CHECK(outcome() == Outcome::inconclusive);
}

}  // namespace
}  // namespace rackproof::criteria
