#include "certsuite/criteria/health.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <set>

#include <catch2/catch.hpp>

#include "cli/health_references.h"
#include "probes/read_once.h"
#include "probes/registry.h"
#include "tests/support/fixture_host.h"
#include "tests/support/memory_telemetry.h"
#include "tests/support/neuron_tree.h"
#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using testing::at_second;
using testing::NeuronFault;
using testing::NeuronTree;

namespace {

constexpr int kSick = 5;
constexpr int kHalf = 300;
constexpr int kPeriod = 30;

OneReading reading_of(const std::filesystem::path& root) {
  const testing::FixtureHost fixture(root);
  auto reading =
      read_once(fixture.host(), make_all_probes(fixture.host()), std::chrono::seconds(60));
  REQUIRE(reading);
  return *std::move(reading);
}

/// A Trainium2 node that is read for ten minutes; what is done to it is done after five.
class Node {
 public:
  Node() {
    write_neuron_tree(dir_.path(), tree_);
    well_ = reading_of(dir_.path());
  }

  void break_by(NeuronFault fault) { apply_fault(dir_.path(), tree_, fault, kSick); }

  /// The device with its PCI function.
  void lose(int device) {
    const auto number = std::to_string(device);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(dir_.path())) {
      if (entry.path().filename() == "neuron" + number) {
        lost_.push_back(entry.path());
      }
    }
    for (const auto& path : lost_) {
      std::filesystem::remove_all(path);
    }
  }

  /// Held to the reference that fits, leaving out the host's: the tree has no processors.
  [[nodiscard]] NodeHealth health() const {
    testing::MemoryTelemetry source;
    for (const auto& device : well_->inventory.devices) {
      source.add(device);
    }
    keep(*well_, 0, source);
    keep(reading_of(dir_.path()), kHalf, source);
    const auto references = HealthReferences::built_in();
    REQUIRE(references);
    const auto report = criteria::judge_health(source, {at_second(0), at_second(2 * kHalf)},
                                               [&](const criteria::HealthNode& node) {
                                                 auto chosen = references->for_node(node);
                                                 REQUIRE_FALSE(chosen.empty());
                                                 chosen.resize(1);
                                                 return chosen;
                                               });
    REQUIRE(report);
    REQUIRE(report->nodes.size() == 1);
    return report->nodes.front();
  }

 private:
  static void keep(const OneReading& reading, int from, testing::MemoryTelemetry& source) {
    for (const auto& sample : reading.samples) {
      const auto& device = reading.inventory.devices[sample.device].id;
      for (int i = from; i < from + kHalf; i += kPeriod) {
        source[{device, std::string(sample.metric->name)}].push_back(
            {at_second(i), sample.reading});
      }
    }
  }

  NeuronTree tree_{.cores = 8, .lean = true};
  testing::TempDir dir_;
  std::optional<OneReading> well_;
  std::vector<std::filesystem::path> lost_;
};

std::string told(const NodeHealth& node) {
  std::string text;
  for (const auto& finding : node.findings) {
    text += std::string(word_of(kHealthStates, finding.state)) + " " + finding.device + " " +
            finding.criterion + ": " + finding.reason + "\n";
  }
  return text;
}

/// Devices with a required finding of that state.
std::set<std::string> devices_in(const NodeHealth& node, HealthState state) {
  std::set<std::string> devices;
  for (const auto& finding : node.findings) {
    if (finding.required && finding.state == state) {
      devices.insert(finding.device);
    }
  }
  return devices;
}

}  // namespace

TEST_CASE(
    "health by a reference: sixteen Trainium2 that are well raise no alarm, one with lost "
    "data does, on itself alone",
    "[references][neuron]") {
  Node node;
  const auto well = node.health();
  INFO(told(well));
  CHECK(well.references == std::vector<std::string>{"trn2-48xl"});
  CHECK(well.state == HealthState::healthy);
  CHECK(devices_in(well, HealthState::unknown).empty());
  CHECK(well.answered > 400);
  node.break_by(NeuronFault::ecc_uncorrectable);
  node.break_by(NeuronFault::unhealthy_link);
  const auto ill = node.health();
  INFO(told(ill));
  CHECK(ill.state == HealthState::unhealthy);
  const auto sick = devices_in(ill, HealthState::unhealthy);
  REQUIRE(sick.size() == 1);
  CHECK_THAT(*sick.begin(), Catch::EndsWith(testing::neuron_serial(kSick)));
  CHECK(devices_in(ill, HealthState::unknown).empty());
}

TEST_CASE("health by a reference: an accelerator that vanished is gone, and so are links to it",
          "[references][neuron]") {
  Node node;
  node.lose(kSick);
  const auto health = node.health();
  INFO(told(health));
  CHECK(health.state == HealthState::unhealthy);
  const auto gone = devices_in(health, HealthState::unhealthy);
  CHECK(std::ranges::any_of(gone, [](const std::string& device) {
    return device.ends_with("accelerator:" + testing::neuron_serial(kSick));
  }));
  CHECK(devices_in(health, HealthState::unknown).empty());
}
