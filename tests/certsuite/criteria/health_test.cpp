#include "certsuite/criteria/health.h"

#include "tests/support/health_ground.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

const Error kDenied{ErrorKind::denied, "/sys/x: permission denied"};

}  // namespace

TEST_CASE("health: a node in which all is well is healthy, and says by what", "[health]") {
  HealthGround ground;
  const auto report = ground.judged();
  CHECK(state_of(report) == HealthState::healthy);
  REQUIRE(report.nodes.size() == 1);
  CHECK(report.nodes[0].findings.empty());
  CHECK(report.nodes[0].devices == 2);
  CHECK(report.nodes[0].answered == 8);
  CHECK(report.nodes[0].references == std::vector<std::string>{"two-cards"});
}

TEST_CASE("health: a card that is too hot is unhealthy, since its first hot reading", "[health]") {
  HealthGround ground;
  ground.set_from(kCardB, kCardHeat, 3000, 101.5);
  const auto node = ground.node();
  CHECK(node.state == HealthState::unhealthy);
  const auto finding = only_finding(node);
  CHECK(finding.state == HealthState::unhealthy);
  CHECK(finding.device == kCardB);
  CHECK(finding.criterion == "heat");
  CHECK(finding.observed == 101.5);
  CHECK(finding.at_most == 100);
  CHECK(finding.unit == Unit::celsius);
  CHECK(finding.since == at_second(3000));
  CHECK_FALSE(finding.until);
  CHECK(finding.last_reading == at_second(3590));
  CHECK(finding.source == "the maker's guide, section 4");
  CHECK(finding.note == "look at the fans");
  CHECK(node.answered == 7);
}

TEST_CASE("health: the limit itself is no alarm", "[health]") {
  HealthGround ground;
  ground.set_from(kCardB, kCardHeat, 3000, 100.0);
  CHECK(ground.node().state == HealthState::healthy);
}

TEST_CASE("health: one flap that is over is degraded and names its end, two are unhealthy",
          "[health]") {
  HealthGround ground;
  ground.set_from(kCardA, kCardLink, 1000, std::int64_t{0}, 1030);
  const auto once = only_finding(ground.node());
  CHECK(once.state == HealthState::degraded);
  CHECK(once.since == at_second(1000));
  CHECK(once.until == at_second(1030));
  CHECK(ground.node().state == HealthState::degraded);
  ground.set_from(kCardA, kCardLink, 2000, std::int64_t{0}, 2010);
  CHECK(only_finding(ground.node()).state == HealthState::unhealthy);
}

TEST_CASE("health: a flap before the window makes no node unhealthy for good", "[health]") {
  HealthGround ground;
  ground.of(kCardA, kCardLink)
      .insert(ground.of(kCardA, kCardLink).begin(), {at_second(-60), std::int64_t{0}});
  CHECK(ground.node().state == HealthState::healthy);
}

TEST_CASE("health: a link that is down is unhealthy", "[health]") {
  HealthGround ground;
  ground.set_from(kCardA, kCardLink, 3500, std::int64_t{0});
  const auto finding = only_finding(ground.node());
  CHECK(finding.state == HealthState::unhealthy);
  CHECK(finding.since == at_second(3500));
  CHECK(finding.at_least == 1);
}

TEST_CASE("health: errors counted in the window are an alarm, those of before are none",
          "[health]") {
  HealthGround ground;
  CHECK(ground.node().state == HealthState::healthy);  // 5 stand there since long ago
  ground.set_from(kCardB, kCardErrors, 1200, std::int64_t{7});
  const auto finding = only_finding(ground.node());
  CHECK(finding.state == HealthState::unhealthy);
  CHECK(finding.observed == 2);
  CHECK(finding.statistic == Statistic::growth);
  CHECK(finding.since == at_second(1200));
}

TEST_CASE("health: a lifetime count that a reference forbids is told and not blamed on today",
          "[health]") {
  HealthGround ground;
  ground.set_from(kCardA, kCardRepairs, 0, std::int64_t{3});
  const auto node = ground.node();
  CHECK(node.state == HealthState::healthy);
  const auto old = only_finding(node);
  CHECK_FALSE(old.required);
  CHECK_THAT(old.reason, Catch::Contains("counted before"));
  ground.set_from(kCardA, kCardRepairs, 1800, std::int64_t{4});
  CHECK(ground.node().state == HealthState::unhealthy);
}

TEST_CASE("health: a counter that begins again at 0 is no alarm", "[health]") {
  HealthGround ground;
  ground.set_from(kCardA, kCardErrors, 1200, std::int64_t{0});
  CHECK(ground.node().state == HealthState::healthy);
}

TEST_CASE("health: a counter that begins again above 0 is unknown, and growth after it an alarm",
          "[health]") {
  HealthGround ground;
  ground.set_from(kCardA, kCardErrors, 1200, std::int64_t{2});
  const auto finding = only_finding(ground.node());
  CHECK(finding.state == HealthState::unknown);
  CHECK_THAT(finding.reason, Catch::Contains("began again"));
  ground.set_from(kCardA, kCardErrors, 2400, std::int64_t{3});
  const auto grown = only_finding(ground.node());
  CHECK(grown.state == HealthState::unhealthy);
  CHECK(grown.observed == 1);
}

TEST_CASE("health: a restarted agent leaves a gap, and a gap that is over is no alarm",
          "[health]") {
  HealthGround ground;
  ground.silence(kCardA, 1800, 2400);
  ground.silence(kCardB, 1800, 2400);
  CHECK(ground.node().state == HealthState::healthy);
}

TEST_CASE("health: how much of the time a node was watched is said", "[health]") {
  HealthGround ground;
  CHECK(ground.node().watched == 1);
  ground.silence(kCardA, 0, 2700);
  ground.silence(kCardB, 0, 2700);
  const auto node = ground.node();
  CHECK(node.state == HealthState::healthy);
  CHECK(node.watched == 0.25);
}

TEST_CASE("health: an error that was counted while nobody read is seen by the next reading",
          "[health]") {
  HealthGround ground;
  ground.silence(kCardA, 1800, 2400);
  ground.set_from(kCardA, kCardErrors, 2400, std::int64_t{6});
  CHECK(only_finding(ground.node()).since == at_second(2400));
}

TEST_CASE("health: a clock that was set back is unknown to a counter, and no flood of errors",
          "[health]") {
  HealthGround ground;
  auto& series = ground.of(kCardA, kCardErrors);
  series.clear();
  for (int i = 0; i < HealthGround::kSeconds; i += HealthGround::kPeriod) {
    series.push_back({at_second(i), std::int64_t{5}});
    series.push_back({at_second(i + 1), std::int64_t{i > 600 ? 4 : 5}});
  }
  const auto finding = only_finding(ground.node());
  CHECK(finding.state == HealthState::unknown);
  CHECK_THAT(finding.reason, Catch::Contains("out of order"));
}

TEST_CASE("health: a single reading without a value is no alarm", "[health]") {
  HealthGround ground;
  ground.set_from(kCardA, kCardHeat, 3590, kDenied);
  ground.set_from(kCardB, kCardErrors, 100, kDenied, 110);
  CHECK(ground.node().state == HealthState::healthy);
}

TEST_CASE("health: readings that are denied are unknown, with the reason", "[health]") {
  HealthGround ground;
  ground.set_from(kCardA, kCardHeat, 0, kDenied);
  const auto never = only_finding(ground.node());
  CHECK(never.state == HealthState::unknown);
  CHECK_THAT(never.reason, Catch::Contains("permission denied"));
  HealthGround later;
  later.set_from(kCardA, kCardHeat, 3000, kDenied);
  const auto stale = only_finding(later.node());
  CHECK(stale.state == HealthState::unknown);
  CHECK(stale.since == at_second(2990));
  CHECK_THAT(stale.reason, Catch::Contains("no value for") && Catch::Contains("permission denied"));
}

TEST_CASE("health: a series that fell silent is stale and unknown, not the value it last had",
          "[health]") {
  HealthGround ground;
  auto& heat = ground.of(kCardA, kCardHeat);
  heat.resize(heat.size() - 20);
  const auto finding = only_finding(ground.node());
  CHECK(finding.state == HealthState::unknown);
  CHECK(finding.criterion == "heat");
  CHECK_THAT(finding.reason, Catch::StartsWith("no value for 3 min 30 s"));
}

TEST_CASE("health: a card that fell silent while its like is read is gone", "[health]") {
  HealthGround ground;
  ground.silence(kCardB, 3000);
  const auto node = ground.node();
  CHECK(node.state == HealthState::unhealthy);
  const auto finding = only_finding(node);
  CHECK(finding.device == kCardB);
  CHECK(finding.criterion == "presence");
  CHECK(finding.since == at_second(2990));
}

TEST_CASE("health: a node that fell silent is unknown, and its last errors are told", "[health]") {
  HealthGround ground;
  ground.silence(kCardA, 3000);
  ground.silence(kCardB, 3000);
  const auto node = ground.node();
  CHECK(node.state == HealthState::unknown);
  CHECK(only_finding(node).since == at_second(2990));
  ground.set_from(kCardB, kCardErrors, 2900, std::int64_t{9});
  const auto worse = ground.node();
  CHECK(worse.state == HealthState::unhealthy);
  REQUIRE(worse.findings.size() == 2);
  CHECK(worse.findings[0].criterion == "uncorrected");
}

TEST_CASE("health: a node that was last read yesterday is unknown, one of last month forgotten",
          "[health]") {
  HealthGround ground;
  const auto tomorrow = ground.node(at_second(86'400));
  CHECK(tomorrow.state == HealthState::unknown);
  const auto later = ground.judged(at_second(30 * 86'400));
  CHECK(later.nodes.empty());
  CHECK(later.forgotten == std::vector<std::string>{"node"});
  CHECK(state_of(later) == HealthState::unknown);
}

TEST_CASE("health: an empty store is no healthy one", "[health]") {
  MemoryTelemetry nothing;
  const auto report = criteria::judge_health(
      nothing, {at_second(0), at_second(3600)},
      [](const criteria::HealthNode&) { return std::vector<const criteria::HealthReference*>(); });
  REQUIRE(report);
  CHECK(report->nodes.empty());
  CHECK(state_of(*report) == HealthState::unknown);
}

TEST_CASE("health: what is not described by any device keeps the whole from being healthy",
          "[health]") {
  HealthGround ground;
  ground.source[{"node/card:c", std::string(kCardHeat)}].push_back({at_second(3590), 50.0});
  const auto report = ground.judged();
  REQUIRE(report.notes.size() == 1);
  CHECK_THAT(report.notes[0], Catch::Contains("node/card:c"));
  CHECK(state_of(report) == HealthState::unknown);
}

TEST_CASE("health: a store whose readings cannot be trusted is an error, not health", "[health]") {
  HealthGround ground;
  ground.source.break_device(std::string(kCardA));
  const criteria::HealthReference asked{&ground.reference,
                                        criteria::health_questions(ground.reference)};
  const auto report = criteria::judge_health(
      ground.source, {at_second(0), at_second(3600)}, [&asked](const criteria::HealthNode&) {
        return std::vector<const criteria::HealthReference*>{&asked};
      });
  REQUIRE_FALSE(report);
  CHECK_THAT(report.error().message, Catch::Contains("checksum"));
}

TEST_CASE("health: a machine that no reference is for is unknown and says what to give",
          "[health]") {
  HealthGround ground;
  const auto report = criteria::judge_health(
      ground.source, {at_second(0), at_second(3600)},
      [](const criteria::HealthNode&) { return std::vector<const criteria::HealthReference*>(); });
  REQUIRE(report);
  REQUIRE(report->nodes.size() == 1);
  CHECK(report->nodes[0].state == HealthState::unknown);
  CHECK_THAT(report->nodes[0].findings[0].reason, Catch::Contains("--reference"));
}

TEST_CASE("health: an advisory question never makes a node unhealthy, and is printed", "[health]") {
  HealthGround ground;
  ground.set_from(kCardA, kCardCorrected, 1000, std::int64_t{4});
  const auto node = ground.node();
  CHECK(node.state == HealthState::healthy);
  CHECK(only_finding(node).criterion == "corrected");
  HealthGround without;
  const Error unsupported{ErrorKind::unsupported, "no such file on this driver"};
  without.set_from(kCardA, kCardCorrected, 0, unsupported);
  const auto other = without.node();
  CHECK(other.findings.empty());
  CHECK(other.not_judged.size() == 1);
}
