#include "certsuite/criteria/health_closer.h"

#include "tests/support/health_ground.h"

using namespace rackproof;
using namespace rackproof::testing;

TEST_CASE("health closer: each suspect gets its own answer, in order, in portions of any size",
          "[health]") {
  HealthGround ground;
  ground.set_from(kCardB, kCardHeat, 3000, 120.0);
  const criteria::HealthReference reference{&ground.reference,
                                            criteria::health_questions(ground.reference)};
  const auto a = health_device(std::string(kCardA), DeviceKind::accelerator, "node");
  const auto b = health_device(std::string(kCardB), DeviceKind::accelerator, "node");
  const TimeRange hour{at_second(0), at_second(3600)};
  const auto* heat = &reference.questions.asked[0];
  for (const std::int64_t readings : {1, 400'000}) {  // one portion, or one for each
    const std::vector<criteria::Suspect> suspects{{{heat, &a, &reference}, readings},
                                                  {{heat, &b, &reference}, readings},
                                                  {{heat, &a, &reference}, readings}};
    const auto answers = criteria::answers_to(suspects, ground.source, hour);
    REQUIRE(answers);
    REQUIRE(answers->size() == 3);
    CHECK((*answers)[0].state == HealthState::healthy);
    CHECK((*answers)[1].state == HealthState::unhealthy);
    CHECK((*answers)[1].verdict.device == kCardB);
    CHECK((*answers)[2].state == HealthState::healthy);
  }
  CHECK(criteria::answers_to({}, ground.source, hour).value().empty());
}
