#include "cli/health_page.h"

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

using namespace rackproof;
using testing::at_second;

namespace {

HealthFinding hot() {
  HealthFinding finding;
  finding.state = HealthState::unhealthy;
  finding.device = "node/card:a";
  finding.criterion = "heat";
  finding.metric = "temperature_celsius";
  finding.statistic = Statistic::max;
  finding.unit = Unit::celsius;
  finding.observed = 101.5;
  finding.at_most = 100;
  finding.basis = Basis::vendor;
  finding.source = "guide, section 4";
  finding.since = at_second(60);
  finding.reason = "max of 9 samples is 101.5";
  finding.note = "look at the fans";
  return finding;
}

HealthFinding silent(std::string criterion) {
  HealthFinding finding;
  finding.state = HealthState::unknown;
  finding.device = "node/card:b";
  finding.criterion = std::move(criterion);
  finding.metric = "power_watts";
  finding.reason = "no value for 5 min";
  finding.since = at_second(0);
  return finding;
}

HealthReport report_of(std::vector<HealthFinding> findings) {
  NodeHealth node;
  node.node = "node";
  node.state = HealthState::unhealthy;
  node.references = {"trn2-48xl", "host-x86_64"};
  node.watched = 1;
  node.devices = 2;
  node.answered = 1;
  node.not_judged = {"a: b"};
  node.findings = std::move(findings);
  HealthReport report;
  report.range = {at_second(0), at_second(3600)};
  report.nodes = {std::move(node)};
  return report;
}

}  // namespace

TEST_CASE("health page: a finding is one line with limit, unit, basis, since when and what to do",
          "[cli]") {
  CHECK(
      health_text(report_of({hot()})) ==
      "UNHEALTHY  node  by trn2-48xl + host-x86_64: 2 devices, 1 answer as it should be, 1 matter "
      "not judged\n"
      "  UNHEALTHY  node/card:a  heat: max of temperature_celsius is 101.5 Cel, at most 100 Cel "
      "(vendor: guide, section 4); since 2026-11-21T05:18:00Z; look at the fans\n"
      "UNHEALTHY: 1 node, 1 unhealthy; 2026-11-21T05:17:00Z to 2026-11-21T06:17:00Z, times in "
      "UTC\n");
}

TEST_CASE("health page: an end, an advisory and a share of the time are said", "[cli]") {
  auto finding = hot();
  finding.state = HealthState::degraded;
  finding.required = false;
  finding.until = at_second(90);
  auto report = report_of({finding});
  report.nodes[0].watched = 0.25;
  const auto text = health_text(report);
  CHECK_THAT(text, Catch::Contains("heat (advisory): ") &&
                       Catch::Contains(", well again since 2026-11-21T05:18:30Z") &&
                       Catch::Contains(", watched for 25 % of the time only\n"));
}

TEST_CASE("health page: what several questions say of one device in the same words is one line",
          "[cli]") {
  auto power = silent("power");
  power.note = "of what was judged";
  const auto text = health_text(report_of({power, silent("cap"), silent("limit"), hot()}));
  CHECK_THAT(text,
             Catch::Contains("  UNKNOWN    node/card:b  power and 2 more: no value for 5 min; "
                             "since 2026-11-21T05:17:00Z\n"));
  CHECK_THAT(text, !Catch::Contains("cap"));
}

TEST_CASE("health page: a node with a flood of findings is cut, and says by how much", "[cli]") {
  std::vector<HealthFinding> findings;
  for (int i = 0; i < 50; ++i) {
    findings.push_back(hot());
    findings.back().device += std::to_string(i);
  }
  CHECK_THAT(health_text(report_of(findings)), Catch::Contains("  and 10 more: see --json\n"));
}

TEST_CASE("health page: control characters of a device never reach the terminal", "[cli]") {
  auto finding = silent("power");
  finding.device = "node/\x1b[31mcard";
  finding.reason = "denied:\n\x07";
  const auto text = health_text(report_of({finding}));
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find('\x07') == std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') == 3);
}

TEST_CASE("health page: notes and forgotten nodes are named", "[cli]") {
  HealthReport report;
  report.notes = {"1 device without a description"};
  report.forgotten = {"fra1/n7", "fra1/n8"};
  const auto text = health_text(report);
  CHECK_THAT(text, Catch::Contains("UNKNOWN    1 device without a description\n") &&
                       Catch::Contains("fra1/n7 and 1 more node\n") &&
                       Catch::Contains("UNKNOWN: 0 nodes; "));
}
