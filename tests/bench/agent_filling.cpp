#include "tests/bench/agent_filling.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "cli/agent_outputs.h"
#include "probes/device_index.h"
#include "probes/factories.h"
#include "probes/machine/clock.h"
#include "tests/bench/process_cost.h"

namespace rackproof::bench {
namespace {

using namespace std::chrono_literals;

constexpr int kCommitSeconds = 10;

/// Half of the counts go on counting.
void move_on(Samples& samples, std::int64_t pass) {
  std::int64_t place = 0;
  for (auto& sample : samples) {
    auto* count = std::get_if<std::int64_t>(&sample.reading);
    if (++place % 2 == 0 && count != nullptr) {
      *count += pass * (place % 97 + 1) + (pass * place) % 5;
    }
  }
}

/// A second later whenever it is told.
class SteppingClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override { return start_ + monotonic(); }
  [[nodiscard]] std::chrono::nanoseconds monotonic() const override { return at_; }
  void step() { at_ += 1s; }

 private:
  UtcTime start_{SystemClock().now()};
  std::chrono::nanoseconds at_{1s};
};

/// The machine that is filled with, and where its samples go.
struct Filling {
  Probe& probe;
  const std::vector<DeviceHandle>& places;
  const Devices& devices;
  AgentOutputs& outputs;
};

/// One pass; the number of its samples.
Result<std::int64_t> fill_second(const Filling& filling, int second) {
  auto reading = filling.probe.read();
  if (!reading) {
    return std::move(reading).error();
  }
  relocate(reading->samples, filling.places);
  move_on(reading->samples, second);
  static_cast<void>(filling.outputs.append(filling.devices, reading->samples));
  if (second % kCommitSeconds == 0) {
    static_cast<void>(filling.outputs.commit());
  }
  return static_cast<std::int64_t>(reading->samples.size());
}

/// The most that is resident at any commit but the first, by which the start is given back.
Result<AgentCost> fill(const FileTree& machine, SteppingClock& clock, const Filling& filling,
                       int seconds) {
  AgentCost most;
  for (int second = 1; second <= seconds; ++second) {
    clock.step();
    const auto samples = fill_second(filling, second);
    if (!samples) {
      return samples.error();
    }
    most.values += *samples;
    const bool looks = second > kCommitSeconds && second % kCommitSeconds == 0;
    const auto cost = looks ? cost_of(machine, "self") : ProcessCost();
    most.resident_bytes = std::max(most.resident_bytes, cost ? cost->resident_bytes : 0);
  }
  return most;
}

}  // namespace

Result<AgentCost> fill_store(const AgentConfig& config, int seconds) {
  SteppingClock clock;
  const auto machine = FileTree::open("/");
  const auto tree = FileTree::open(config.root, config.changes);
  if (!machine || !tree) {
    return !machine ? machine.error() : tree.error();
  }
  const Host host{*tree, clock};
  std::vector<std::unique_ptr<Probe>> probes;
  probes.push_back(make_neuron_probe(host));
  const auto inventory = take_inventory(host, probes);
  auto outputs = AgentOutputs::open(config, clock, inventory);
  const auto found = probes.front()->discover();
  if (!outputs || !found) {
    return !outputs ? outputs.error() : found.error();
  }
  DeviceIndex index(inventory.devices);
  const auto places = index.places_of(found->devices);
  auto most =
      fill(*machine, clock, {*probes.front(), places, inventory.devices, **outputs}, seconds);
  const auto trouble = (*outputs)->trouble();
  return trouble.empty() ? most : Result<AgentCost>(Error{ErrorKind::io, trouble});
}

}  // namespace rackproof::bench
