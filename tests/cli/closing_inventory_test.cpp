#include "cli/closing_inventory.h"

#include <catch2/catch.hpp>

#include "probes/survey.h"
#include "tests/support/judged_run.h"

using namespace rackproof;

namespace {

constexpr UtcTime kStart{std::chrono::seconds(1795238220)};

/// A node with two accelerators, and a reference that declares `declared`.
struct Ground {
  explicit Ground(double declared) {
    inventory.taken_at = kStart;
    inventory.devices = {device_of("node/accelerator:A", DeviceKind::accelerator),
                         device_of("node/accelerator:B", DeviceKind::accelerator),
                         device_of("node/probe:cpu", DeviceKind::probe)};
    inventory.devices.insert(inventory.devices.begin(), the_node());
    reference.id = "trn2-48xl";
    Part part;
    part.kind = DeviceKind::accelerator;
    part.count.min = declared;
    part.count.basis = Basis::vendor;
    reference.parts = {part};
  }

  void read(const char* device, const char* metric, const Reading& reading) {
    samples[{device, metric}].push_back({kStart, reading});
  }
  [[nodiscard]] Inventory closed(const std::optional<Inventory>& at_end) {
    auto inventory_then = closing_inventory(inventory, at_end, reference, samples);
    REQUIRE(inventory_then);
    return *inventory_then;
  }

  Inventory inventory;
  Architecture reference;
  testing::MemorySeries samples;
};

}  // namespace

TEST_CASE("closing inventory: what the reference declares and nobody found is missing", "[cli]") {
  Ground ground(3);
  const auto closed = ground.closed(ground.inventory);
  CHECK(closed.presence == Presence{"reference trn2-48xl", 3, 2, 2});
  REQUIRE(closed.missing.size() == 1);
  CHECK(closed.missing[0].device.id == "accelerator[2]");
  CHECK(closed.devices == ground.inventory.devices);
  CHECK(closed.complaints.empty());
}

TEST_CASE("closing inventory: a device that vanished in the run is listed and not present",
          "[cli]") {
  Ground ground(2);
  auto later = ground.inventory;
  std::erase_if(later.devices, [](const Device& device) { return device.id.ends_with(":B"); });
  const auto closed = ground.closed(later);
  CHECK(closed.presence == Presence{"reference trn2-48xl", 2, 1, 1});
  CHECK(closed.devices == ground.inventory.devices);  // samples and verdicts name them
  REQUIRE(closed.complaints.size() == 1);
  CHECK(closed.complaints[0] == Complaint{"node/accelerator:B", {"GONE"}});

  CHECK(ground.closed(std::nullopt).presence.present == 2);  // nobody looked
}

TEST_CASE("closing inventory: the last reading speaks, not one before it", "[cli]") {
  Ground ground(2);
  ground.read("node/accelerator:A", "neuron_unhealthy_hbm", std::int64_t{0});
  ground.read("node/accelerator:A", "neuron_unhealthy_hbm", std::int64_t{1});
  ground.read("node/accelerator:B", "neuron_serial_readable", std::int64_t{0});
  ground.read("node/accelerator:B", "neuron_serial_readable", std::int64_t{1});
  const auto closed = ground.closed(ground.inventory);
  CHECK(closed.presence.readable == 2);
  REQUIRE(closed.complaints.size() == 1);
  CHECK(closed.complaints[0] == Complaint{"node/accelerator:A", {"hbm unhealthy"}});
}

TEST_CASE("closing inventory: what a workload measured is no reading of its device", "[cli]") {
  Ground ground(2);
  ground.read("node/accelerator:A", "power_watts", Error{ErrorKind::io, "lost"});
  ground.read("node/accelerator:A", "mem_triad_bytes_per_second", 1e9);
  ground.read("node/elsewhere", "power_watts", 1.0);
  ground.read("node/accelerator:B", "site_of_nobody_here", 1.0);
  const auto closed = ground.closed(ground.inventory);
  CHECK(closed.presence.present == 2);
  CHECK(closed.presence.readable == 1);
  REQUIRE(closed.complaints.size() == 1);
  CHECK(closed.complaints[0].words == std::vector<std::string>{"1 of 1 readings missing"});
}
