#include "certsuite/criteria/health_absence.h"

#include "tests/support/health_ground.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

/// Two cards of a node, and the answers to one question that was put to each.
struct Cards {
  Cards() : reference{&ground.reference, criteria::health_questions(ground.reference)} {
    node.id = "node";
    for (const auto card : {kCardA, kCardB}) {
      node.inventory.devices.push_back(
          health_device(std::string(card), DeviceKind::accelerator, "node"));
    }
    for (const auto& device : node.inventory.devices) {
      bound.push_back({&reference.questions.asked[0], &device, &reference});
      answered.push_back({bound.back(), {}});
      answered.back().answer.last_reading = at_second(100);
    }
  }

  [[nodiscard]] criteria::NodeEvidence evidence(bool silent) {
    return {node,          references, screen, unread, seen, {at_second(0), at_second(3600)},
            ground.source, silent};
  }

  HealthGround ground;
  criteria::HealthReference reference;
  std::vector<const criteria::HealthReference*> references{&reference};
  criteria::HealthNode node;
  criteria::Screen screen;
  criteria::Unread unread;
  criteria::SeenDevices seen;
  std::vector<criteria::Bound> bound;
  std::vector<criteria::Answered> answered;
  NodeHealth health;
};

}  // namespace

TEST_CASE("health absence: one stale card of two is gone, two are a silent node", "[health]") {
  Cards cards;
  const auto evidence = cards.evidence(false);
  cards.answered[1].answer.stale = true;
  criteria::NodeAbsences one(evidence, cards.health);
  one.take_stale(cards.bound, cards.answered);
  CHECK_FALSE(one.is_silent(std::string(kCardA)));
  CHECK(one.is_silent(std::string(kCardB)));
  CHECK(only_finding(cards.health).state == HealthState::unhealthy);
  Cards both;
  const auto other = both.evidence(false);
  both.answered[0].answer.stale = both.answered[1].answer.stale = true;
  criteria::NodeAbsences all(other, both.health);
  all.take_stale(both.bound, both.answered);
  CHECK(only_finding(both.health).device.empty());  // the node's, which has no name here
  CHECK(only_finding(both.health).state == HealthState::unknown);
}

TEST_CASE("health absence: of a silent node every device is silent and nothing is told",
          "[health]") {
  Cards cards;
  const auto evidence = cards.evidence(true);
  criteria::NodeAbsences absences(evidence, cards.health);
  absences.take_unread();
  CHECK(absences.is_silent(std::string(kCardA)));
  CHECK_FALSE(absences.is_left_out(std::string(kCardA)));
  CHECK(cards.health.findings.empty());
}
