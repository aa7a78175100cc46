#include "probes/probe_pass.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "probes/inventory_merge.h"

namespace rackproof {
namespace {

bool is_for_good(ErrorKind kind) {
  return kind == ErrorKind::absent || kind == ErrorKind::not_observable ||
         kind == ErrorKind::unsupported;
}

Devices readable(Devices devices) {
  std::ranges::for_each(devices, [](Device& device) { make_readable(device); });
  return devices;
}

}  // namespace

PassOutcome ProbePass::run() {
  PassOutcome outcome{ProbeReading{}, 0, std::nullopt, false};
  const auto begun = host_.clock.monotonic();
  outcome.reading = read(outcome);
  outcome.seconds = std::chrono::duration<double>(host_.clock.monotonic() - begun).count();
  outcome.over_for_good =
      !discovered_ && !outcome.reading && is_for_good(outcome.reading.error().kind);
  return outcome;
}

Result<ProbeReading> ProbePass::read(PassOutcome& outcome) {
  if (!discovered_) {
    auto found = probe_.discover();
    if (!found) {
      return std::move(found).error();
    }
    outcome.found = readable(std::move(found->devices));
    discovered_ = true;
  }
  auto reading = probe_.read();
  if (reading && reading->found) {
    outcome.found = readable(*std::exchange(reading->found, std::nullopt));
  }
  return reading;
}

}  // namespace rackproof
