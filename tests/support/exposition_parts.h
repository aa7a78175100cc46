#pragma once

#include <memory>
#include <string_view>

#include "probes/sinks/exposition.h"
#include "tests/support/frozen_clock.h"

namespace rackproof::testing {

/// A node with some devices: "node", "node/cpu:0", "node/accelerator:0000:17:00.0" and so on.
[[nodiscard]] Inventory small_machine(std::size_t accelerators = 2);

/// One reading of every metric of the catalogue on every device: numbers that differ, counts and
/// measurements in turn.
[[nodiscard]] Samples full_set(const Devices& devices, UtcTime at);

/// An exposition over a clock that stands still; a config that it refuses fails the test.
struct ExpositionScene {
  explicit ExpositionScene(const ExpositionConfig& config = {}, Inventory given = small_machine());

  void read(DeviceHandle device, std::string_view metric, Reading reading);
  void read_all() { append(full_set(machine.devices, clock.now())); }
  void append(const Samples& samples);
  void append(const Events& events);

  FrozenClock clock;
  Inventory machine;
  std::unique_ptr<Exposition> exposition;
};

}  // namespace rackproof::testing
