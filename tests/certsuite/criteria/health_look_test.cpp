#include "certsuite/criteria/health_look.h"

#include "tests/support/health_ground.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

/// One card's readings and one question about them.
struct Looked {
  explicit Looked(std::size_t place) {  // which criterion of the ground
    questions = criteria::health_questions(ground.reference);
    question = &questions.asked.at(place);
  }

  criteria::HealthAnswer answer() {
    const auto card = health_device(std::string(kCardA), DeviceKind::accelerator, "node");
    const auto seen = criteria::look_closer(
        {*question, card, ground.reference, {at_second(0), at_second(3600)}}, ground.source);
    REQUIRE(seen);
    return *seen;
  }

  HealthGround ground;
  criteria::HealthQuestions questions;
  const criteria::HealthQuestion* question = nullptr;
};

constexpr std::size_t kHeat = 0;
constexpr std::size_t kErrors = 1;
constexpr std::size_t kRepairs = 2;

}  // namespace

TEST_CASE("health look: a pass names the readings that it was seen on", "[health]") {
  Looked looked(kHeat);
  const auto answer = looked.answer();
  CHECK(answer.state == HealthState::healthy);
  CHECK(answer.verdict.observed == 66);
  CHECK(answer.verdict.readable == 360);
  CHECK(answer.first_reading == at_second(0));
  CHECK(answer.last_reading == at_second(3590));
}

TEST_CASE("health look: a slow series is stale after five of its own periods", "[health]") {
  Looked looked(kHeat);
  auto& heat = looked.ground.of(kCardA, kCardHeat);
  heat.clear();
  for (int i = 0; i < 3600 - 1400; i += 300) {
    heat.push_back({at_second(i), 50.0});
  }
  CHECK(looked.answer().state == HealthState::healthy);  // last at 2100, 1500 s ago
  heat.pop_back();
  CHECK(looked.answer().state == HealthState::unknown);
}

TEST_CASE("health look: a reset splits a counter and what it lost is not made up", "[health]") {
  Looked looked(kErrors);
  looked.ground.set_from(kCardA, kCardErrors, 600, std::int64_t{0});
  looked.ground.set_from(kCardA, kCardErrors, 1200, std::int64_t{1});
  const auto answer = looked.answer();
  CHECK(answer.state == HealthState::unhealthy);
  CHECK(answer.verdict.observed == 1);
  CHECK(answer.since == at_second(1200));
}

TEST_CASE("health look: counts that moved to another counter are no reset", "[health]") {
  Looked looked(kErrors);
  looked.ground.set_from(kCardA, kCardErrors, 600, std::int64_t{4});
  looked.ground.set_from(kCardA, kCardRepairs, 600, std::int64_t{1});
  const auto answer = looked.answer();
  CHECK(answer.state == HealthState::healthy);
  CHECK(answer.verdict.observed == 0);
}

TEST_CASE("health look: a counter that was read once since it fell, and once before, is unknown",
          "[health]") {
  Looked looked(kErrors);
  looked.ground.of(kCardA, kCardErrors) = {{at_second(3580), std::int64_t{5}},
                                           {at_second(3590), std::int64_t{0}}};
  CHECK(looked.answer().state == HealthState::unknown);
}

TEST_CASE("health look: a counter at its stop is unknown", "[health]") {
  Looked looked(kErrors);
  looked.ground.set_from(kCardA, kCardErrors, 3000,
                         Error{ErrorKind::saturated, "the counter stands at its stop"}, 3300);
  const auto answer = looked.answer();
  CHECK(answer.state == HealthState::unknown);
  CHECK_THAT(answer.verdict.reason, Catch::Contains("stop"));
}

TEST_CASE("health look: what was counted before the window is told only where the limit forbids it",
          "[health]") {
  Looked looked(kRepairs);
  CHECK_FALSE(looked.answer().counted_before);
  looked.ground.set_from(kCardA, kCardRepairs, 0, std::int64_t{3});
  CHECK(looked.answer().counted_before == 3);
  Looked growth(kErrors);  // 5 since long ago, and the reference itself asks for growth
  CHECK_FALSE(growth.answer().counted_before);
}

TEST_CASE("health look: a device that was never read is unknown", "[health]") {
  Looked looked(kHeat);
  looked.ground.of(kCardA, kCardHeat).clear();
  const auto answer = looked.answer();
  CHECK(answer.state == HealthState::unknown);
  CHECK_THAT(answer.verdict.reason, Catch::Contains("never read"));
  CHECK_FALSE(answer.last_reading);
}

TEST_CASE("health look: readings that mostly lack a value pass nothing", "[health]") {
  Looked looked(kHeat);
  looked.ground.set_from(kCardA, kCardHeat, 100, Error{ErrorKind::io, "no answer"}, 3400);
  const auto answer = looked.answer();
  CHECK(answer.state == HealthState::unknown);
  CHECK_THAT(answer.verdict.reason, Catch::Contains("no answer"));
}
