#include "certsuite/vigil.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <utility>

#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr double kClockStepSeconds = 0.5;

double seconds_of(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

Disturbance everything(std::string code, std::string text) {
  return {std::move(code), std::move(text), "*", {}, Touches::everything};
}

void append(FairnessFindings found, FairnessFindings& all) {
  std::ranges::move(found.disturbances, std::back_inserter(all.disturbances));
  std::ranges::move(found.facts, std::back_inserter(all.facts));
}

}  // namespace

double Instant::wall_moved_since(const Instant& earlier) const {
  return seconds_of((wall - earlier.wall) - (monotonic - earlier.monotonic));
}

StepVigil::StepVigil(const Host& host)
    : host_(host), began_(host.clock), around_(read_surroundings(host.files)) {}

FairnessFindings StepVigil::findings(const FrequenciesRead& frequencies) const {
  FairnessFindings all;
  const Instant now(host_.clock);
  const double moved = now.wall_moved_since(began_);
  if (std::abs(moved) > kClockStepSeconds) {
    all.disturbances.push_back(
        everything("clock_step",
                   "the wall clock was moved by " + format_double(moved) + " s during the phase"));
  }
  const double elapsed = seconds_of(now.monotonic - began_.monotonic);
  const auto after = read_surroundings(host_.files);
  append(compare_surroundings(around_, after, elapsed), all);
  if (around_.times && after.times) {
    const auto loads = loads_between(*around_.times, *after.times, elapsed);
    append(compare_clocks(clocks_of(host_.files, loads, frequencies)), all);
  }
  return all;
}

std::vector<Disturbance> compare_inventories(const Inventory& before, const Inventory& after) {
  std::vector<Disturbance> found;
  if (after.boot_id != before.boot_id) {
    found.push_back(everything("boot_id_changed", "the machine was started anew during the run"));
  }
  for (const auto& device : before.devices) {
    if (device.kind != DeviceKind::probe &&
        std::ranges::find(after.devices, device.id, &Device::id) == after.devices.end()) {
      found.push_back(
          everything("device_lost", device.id + " was there before the run and is gone"));
    }
  }
  return found;
}

}  // namespace rackproof
