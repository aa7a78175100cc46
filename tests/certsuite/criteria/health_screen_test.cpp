#include "certsuite/criteria/health_screen.h"

#include <array>
#include <random>

#include "certsuite/criteria/health_look.h"
#include "tests/support/health_ground.h"

using namespace rackproof;
using namespace rackproof::testing;
using criteria::Freshness;
using criteria::plainly_within;
using criteria::Screened;

namespace {

const TimeRange kHour{at_second(0), at_second(3600)};

criteria::HealthQuestion asked(Criterion criterion, double at_most) {
  Architecture reference;
  criterion.at_most =
      health_limit(at_most, criterion.metric == kCardHeat ? Unit::celsius : Unit::one);
  reference.criteria = {std::move(criterion)};
  auto questions = criteria::health_questions(reference);
  REQUIRE(questions.asked.size() == 1);
  return questions.asked.front();
}

Screened seen(double lowest, double highest) {
  Screened screened;
  screened.readable = 360;
  screened.recent = 9;
  screened.lowest = lowest;
  screened.highest = highest;
  return screened;
}

Device card() {
  return health_device(std::string(kCardA), DeviceKind::accelerator, "node");
}

/// Questions and readings by chance, the same in every run.
class Chance {
 public:
  criteria::HealthQuestion question() {
    if (below(2) == 0) {
      return asked(health_criterion("any", kCardErrors, Statistic::growth), below(4));
    }
    constexpr std::array kLevels{Statistic::max, Statistic::min, Statistic::p99, Statistic::mean};
    const auto statistic = kLevels.at(static_cast<std::size_t>(below(4)));
    return asked(health_criterion("any", kCardHeat, statistic), below(4));
  }

  /// A reading every ten seconds up to the end of the hour, few of them without a value.
  Series series() {
    Series points;
    const int spread = 1 + below(4);
    for (int at = 3599 - 10 * (40 + below(300)); at < 3600; at += 10) {
      Reading reading = std::int64_t{below(spread)};
      if (below(200) == 0) {
        reading = Error{ErrorKind::io, "no answer"};
      }
      points.push_back({at_second(at), std::move(reading)});
    }
    return points;
  }

 private:
  int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }

  std::mt19937 random_{20261121};
};

}  // namespace

TEST_CASE("health screen: a level within its limit is plain, one beyond it takes a closer look",
          "[health]") {
  const auto heat = asked(health_criterion("heat", kCardHeat, Statistic::max), 100);
  CHECK(plainly_within(heat, seen(20, 100)));
  CHECK_FALSE(plainly_within(heat, seen(20, 100.5)));
}

TEST_CASE("health screen: a missing reading, too few readings or a guard band are never plain",
          "[health]") {
  auto heat = asked(health_criterion("heat", kCardHeat, Statistic::max), 100);
  auto screened = seen(20, 30);
  screened.missing = 1;
  CHECK_FALSE(plainly_within(heat, screened));
  screened = seen(20, 30);
  screened.readable = 1;
  CHECK_FALSE(plainly_within(heat, screened));
  heat.criterion.rule = DecisionRule::guard_band;
  CHECK_FALSE(plainly_within(heat, seen(20, 30)));
}

TEST_CASE("health screen: a counter is plain only where it stood still", "[health]") {
  const auto errors = asked(health_criterion("errors", kCardErrors, Statistic::growth), 0);
  CHECK(plainly_within(errors, seen(5, 5)));
  CHECK_FALSE(plainly_within(errors, seen(5, 6)));
  CHECK_FALSE(plainly_within(errors, seen(-1, -1)));
  CHECK_FALSE(plainly_within(errors, seen(1e16, 1e16)));
  const auto life = asked(health_criterion("life", kCardErrors, Statistic::max), 0);
  CHECK_FALSE(plainly_within(life, seen(5, 5)));  // of before the window: to be told
}

TEST_CASE("health screen: what is fresh, stale, or too slow to tell", "[health]") {
  auto screened = seen(1, 1);
  CHECK(criteria::freshness_of(screened, kHour) == Freshness::fresh);
  screened.recent = 0;
  CHECK(criteria::freshness_of(screened, kHour) == Freshness::stale);
  screened.readable = 12;  // every five minutes
  CHECK(criteria::freshness_of(screened, kHour) == Freshness::slow);
}

TEST_CASE("health screen: the readings of every device in the window and of none outside",
          "[health]") {
  HealthGround ground;
  ground.set_from(kCardA, kCardHeat, 3590, Error{ErrorKind::denied, "no"});
  DeviceBook book(ground.source.devices().value());
  const auto all = criteria::screen(ground.source, {std::string(kCardHeat)}, book, kHour);
  REQUIRE(all);
  REQUIRE(all->size() == 2);
  const auto& screened = all->at({std::string(kCardA), std::string(kCardHeat)});
  CHECK(screened.readable == 359);
  CHECK(screened.missing == 1);
  CHECK(screened.recent == 8);
  CHECK(screened.recent_missing == 1);
  CHECK(screened.lowest == 60);
  CHECK(screened.highest == 66);
  const auto later = criteria::screen(ground.source, {std::string(kCardHeat)}, book,
                                      {at_second(4000), at_second(7600)});
  REQUIRE(later);
  CHECK(later->empty());
}

TEST_CASE("health screen: it never clears what the closer look does not pass", "[health]") {
  Chance chance;
  int cleared = 0;
  for (int round = 0; round < 400; ++round) {
    const auto question = chance.question();
    MemoryTelemetry source;
    source[{card().id, question.criterion.metric}] = chance.series();
    DeviceBook book({card()});
    const auto all = criteria::screen(source, {question.criterion.metric}, book, kHour);
    REQUIRE(all);
    const auto& screened = all->begin()->second;
    if (!plainly_within(question, screened) ||
        criteria::freshness_of(screened, kHour) != Freshness::fresh) {
      continue;
    }
    ++cleared;
    const Architecture none;
    const auto device = card();
    const auto answer = criteria::look_closer({question, device, none, kHour}, source);
    REQUIRE(answer);
    CHECK(answer->state == HealthState::healthy);
    CHECK(answer->verdict.outcome == Outcome::pass);
  }
  CHECK(cleared > 50);
  CHECK(cleared < 350);
}
