#include "certsuite/criteria/health_watch.h"

#include "tests/support/health_ground.h"

using namespace rackproof;
using namespace rackproof::testing;

TEST_CASE("health watch: twelfths with a reading, even one without a value", "[health]") {
  HealthGround ground;
  const TimeRange hour{at_second(0), at_second(3600)};
  DeviceBook book(ground.source.devices().value());
  const std::vector<criteria::WatchedNode> nodes{
      {"node", {std::string(kCardA), std::string(kCardHeat)}}};
  const auto share = [&] {
    const auto shares = criteria::watched_shares(ground.source, nodes, book, hour);
    REQUIRE(shares);
    return shares->at("node");
  };
  CHECK(share() == 1);
  ground.set_from(kCardA, kCardHeat, 0, Error{ErrorKind::io, "no answer"}, 300);
  CHECK(share() == 1);
  ground.silence(kCardA, 0, 1800);
  CHECK(share() == 0.5);
  ground.silence(kCardA, 0);
  CHECK(share() == 0);
}

TEST_CASE("health watch: the series that is read most often stands for its node", "[health]") {
  HealthGround ground;
  const criteria::HealthReference reference{&ground.reference,
                                            criteria::health_questions(ground.reference)};
  const auto card = health_device(std::string(kCardA), DeviceKind::accelerator, "node");
  const std::vector<criteria::Bound> bound{{&reference.questions.asked[0], &card, &reference},
                                           {&reference.questions.asked[1], &card, &reference}};
  criteria::Screen screen;
  CHECK_FALSE(criteria::busiest_series(bound, screen));
  screen[{card.id, std::string(kCardHeat)}].readable = 4;
  screen[{card.id, std::string(kCardErrors)}].missing = 5;
  CHECK(criteria::busiest_series(bound, screen)->metric == kCardErrors);
}
