#include "certsuite/criteria/health_node.h"

#include <algorithm>

#include "tests/support/health_ground.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

Part cards_of(double count) {
  Part cards;
  cards.kind = DeviceKind::accelerator;
  cards.count = health_limit(count, Unit::one);
  return cards;
}

const HealthFinding* find(const NodeHealth& node, std::string_view criterion) {
  const auto found = std::ranges::find(node.findings, criterion, &HealthFinding::criterion);
  return found == node.findings.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("health node: a declared place that is empty is unhealthy", "[health]") {
  HealthGround ground;
  ground.reference.parts = {cards_of(2)};
  CHECK(ground.node().state == HealthState::healthy);
  ground.reference.parts = {cards_of(3)};
  const auto node = ground.node();
  CHECK(node.state == HealthState::unhealthy);
  const auto* part = find(node, "part-accelerator");
  REQUIRE(part != nullptr);
  CHECK(part->device == "accelerator[2]");
}

TEST_CASE("health node: a gone card is told once, as gone, and not again as an empty place",
          "[health]") {
  HealthGround ground;
  ground.reference.parts = {cards_of(2)};
  ground.silence(kCardB, 3000);
  CHECK(only_finding(ground.node()).criterion == "presence");
}

TEST_CASE("health node: a card that says it is gone is unhealthy by the reading that says so",
          "[health]") {
  HealthGround ground;
  auto present = health_criterion("present", "device_present", Statistic::min);
  present.at_least = health_limit(1, Unit::one);
  ground.reference.criteria.push_back(present);
  for (const auto card : {kCardA, kCardB}) {
    for (int i = 0; i < HealthGround::kSeconds; i += 10) {
      const bool here = card == kCardA || i < 3000;
      ground.of(card, "device_present").push_back({at_second(i), std::int64_t{here ? 1 : 0}});
    }
  }
  ground.silence(kCardB, 3000);
  const auto node = ground.node();
  CHECK(node.state == HealthState::unhealthy);
  REQUIRE(find(node, "present") != nullptr);
  CHECK(find(node, "present")->since == at_second(3000));
  REQUIRE(find(node, "heat") != nullptr);
  CHECK(find(node, "heat")->state == HealthState::unknown);
}

TEST_CASE("health node: a question that must be answered and binds nothing is unknown",
          "[health]") {
  HealthGround ground;
  auto must = health_criterion("must", kCardHeat, Statistic::max);
  must.on = DeviceKind::fan;
  must.at_most = health_limit(100, Unit::celsius);
  ground.reference.criteria.push_back(must);
  CHECK(ground.node().state == HealthState::healthy);
  CHECK(ground.node().not_judged.size() == 1);
  ground.reference.criteria.back().must_bind = MustBind::bare_metal;
  CHECK(ground.node().state == HealthState::healthy);  // perhaps a virtual one: it does not say
  ground.reference.criteria.back().must_bind = MustBind::always;
  CHECK(ground.node().state == HealthState::unknown);
}

TEST_CASE("health node: where one of a kind is enough, one that sleeps is no alarm", "[health]") {
  HealthGround ground;
  ground.reference.criteria[0].devices = DevicesAsked::any;
  const Error asleep{ErrorKind::absent, "asleep"};
  ground.set_from(kCardB, kCardHeat, 0, asleep);
  CHECK(ground.node().state == HealthState::healthy);
  ground.set_from(kCardA, kCardHeat, 0, asleep);
  const auto node = ground.node();
  CHECK(node.state == HealthState::unknown);
  CHECK(only_finding(node).criterion == "heat");
}

TEST_CASE("health node: where nothing required could be asked it is unknown", "[health]") {
  HealthGround ground;
  for (auto& criterion : ground.reference.criteria) {
    criterion.required = false;
  }
  const auto node = ground.node();
  CHECK(node.state == HealthState::unknown);
  CHECK_THAT(only_finding(node).reason, Catch::Contains("no required question"));
}

TEST_CASE("health node: a card that was replaced long since is named and not judged", "[health]") {
  HealthGround ground;
  ground.silence(kCardB, 0);
  for (const auto metric : {kCardHeat, kCardErrors, kCardRepairs, kCardLink, kCardCorrected}) {
    ground.of(kCardB, metric).push_back({at_second(-8 * 86'400), std::int64_t{0}});
  }
  const auto node = ground.node();
  CHECK(node.state == HealthState::healthy);
  REQUIRE(node.not_judged.size() == 1);
  CHECK_THAT(node.not_judged[0], Catch::StartsWith("node/card:b: not read for"));
}

TEST_CASE("health node: a slowly read card that fell silent is gone, and said so once",
          "[health]") {
  HealthGround ground;
  for (const auto card : {kCardA, kCardB}) {
    for (const auto metric : {kCardHeat, kCardErrors, kCardRepairs, kCardLink, kCardCorrected}) {
      std::erase_if(ground.of(card, metric), [](const Point& point) {
        return (point.taken_at - at_second(0)) % std::chrono::minutes(2) != std::chrono::seconds(0);
      });
    }
  }
  CHECK(ground.node().state == HealthState::healthy);
  ground.silence(kCardB, 1800);
  const auto finding = only_finding(ground.node());
  CHECK(finding.criterion == kPresence);
  CHECK(finding.state == HealthState::unhealthy);
  CHECK(finding.since == at_second(1680));
  ground.silence(kCardA, 2400);
  const auto both = only_finding(ground.node());
  CHECK(both.device == "node");
  CHECK(both.state == HealthState::unknown);
  CHECK(both.since == at_second(2280));
}
