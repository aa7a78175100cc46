#include "tests/support/judged_tree.h"

#include <chrono>
#include <set>

#include <catch2/catch.hpp>

#include "certsuite/architectures/find.h"
#include "certsuite/criteria/not_covered.h"
#include "probes/read_once.h"
#include "probes/registry.h"
#include "tests/support/fixture_host.h"
#include "tests/support/judged_run.h"

namespace rackproof::testing {
namespace {

using namespace std::chrono_literals;

constexpr auto kLength = 10s;
constexpr auto kPatience = 60s;

/// The record of a quick run over a tree: whatever was planned was skipped.
RunRecord observed_only(const Architecture& reference, const std::string& root, UtcTime started) {
  RunRecord record;
  record.tier = "quick";
  record.status = RunStatus::complete;
  record.simulated = true;
  record.root = root;
  record.started = started;
  record.finished = started + kLength;
  for (const auto& phase : reference.phases) {
    Step step;
    step.phase = phase.id;
    step.workload = phase.workload;
    step.reason = "a captured tree cannot be worked";
    step.started = step.measured_from = step.finished = started;
    record.steps.push_back(step);
  }
  return record;
}

void fill(const OneReading& reading, UtcTime started, MemorySeries& series) {
  for (const auto& sample : reading.samples) {
    const auto& device = reading.inventory.devices[sample.device].id;
    for (const auto after : {0s, kLength / 2, kLength}) {
      series[{device, std::string(sample.metric->name)}].push_back(
          {started + after, sample.reading});
    }
  }
}

bool is_trouble(Outcome outcome) {
  return outcome != Outcome::pass && outcome != Outcome::not_judged;
}

}  // namespace

JudgedTree::JudgedTree(const std::filesystem::path& root, const std::string& reference) {
  const auto found = find_reference(reference);
  INFO((found ? "" : found.error().message));
  REQUIRE(found);
  const auto& architecture = found->architecture;
  const FixtureHost fixture(root);
  const auto started = fixture.host().clock.now();
  const auto reading = read_once(fixture.host(), make_all_probes(fixture.host()), kPatience);
  REQUIRE(reading);
  REQUIRE(reading->inventory.simulated);
  MemorySeries series;
  fill(*reading, started, series);
  const auto record = observed_only(architecture, root.string(), started);
  auto judged = judge({architecture, reading->inventory, record, series});
  REQUIRE(judged);
  judgement_ = *std::move(judged);
  not_covered_ = criteria::not_covered(judgement_, architecture, reading->inventory);
}

std::vector<std::string> JudgedTree::culprits() const {
  std::set<std::string> devices;
  for (const auto& verdict : judgement_.verdicts) {
    if (is_trouble(verdict.outcome)) {
      devices.insert(verdict.device);
    }
  }
  return {devices.begin(), devices.end()};
}

Outcome JudgedTree::outcome(std::string_view criterion, std::string_view device) const {
  return verdict_of(judgement_, criterion, device).outcome;
}

std::string JudgedTree::told() const {
  std::string text;
  for (const auto& verdict : judgement_.verdicts) {
    if (is_trouble(verdict.outcome)) {
      text += verdict.criterion + " on " + verdict.device + ": " +
              std::string(word_of(kOutcomes, verdict.outcome)) + ": " + verdict.reason + "\n";
    }
  }
  for (const auto& sentence : judgement_.because) {
    text += sentence + "\n";
  }
  return text;
}

}  // namespace rackproof::testing
