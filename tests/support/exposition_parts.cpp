#include "tests/support/exposition_parts.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"

namespace rackproof::testing {
namespace {

Device device_at(std::string id, DeviceKind kind) {
  Device device;
  device.id = std::move(id);
  device.kind = kind;
  device.parent = kind == DeviceKind::node ? "" : std::string(kNodeId);
  return device;
}

}  // namespace

Inventory small_machine(std::size_t accelerators) {
  Inventory inventory;
  inventory.hostname = "rack7-node3";
  inventory.devices.push_back(device_at("node", DeviceKind::node));
  inventory.devices.push_back(device_at("node/cpu:0", DeviceKind::cpu));
  for (std::size_t i = 0; i < accelerators; ++i) {
    inventory.devices.push_back(
        device_at("node/accelerator:" + std::to_string(i), DeviceKind::accelerator));
  }
  inventory.software = {{"kernel", "6.1.0-28"}};
  return inventory;
}

Samples full_set(const Devices& devices, UtcTime at) {
  std::vector<const Metric*> rows;
  for (const auto& table : metrics::kTables) {
    std::ranges::transform(table, std::back_inserter(rows), [](const Metric& row) { return &row; });
  }
  Samples samples;
  for (std::size_t i = 0; i < rows.size() * devices.size(); ++i) {
    const auto number = static_cast<std::int64_t>(i + 1);
    samples.push_back({static_cast<DeviceHandle>(i % devices.size()), rows[i / devices.size()], at,
                       i % 2 == 0 ? Reading(static_cast<double>(number) / 7) : Reading(number)});
  }
  return samples;
}

ExpositionScene::ExpositionScene(const ExpositionConfig& config, Inventory given)
    : machine(std::move(given)) {
  auto made = Exposition::make(clock, config, machine);
  REQUIRE(made);
  exposition = std::move(*made);
}

void ExpositionScene::read(DeviceHandle device, std::string_view metric, Reading reading) {
  const auto* row = metrics::find(metric);
  CAPTURE(metric);
  REQUIRE(row != nullptr);
  append(Samples{{device, row, clock.now(), std::move(reading)}});
}

void ExpositionScene::append(const Samples& samples) {
  REQUIRE(exposition->append(machine.devices, samples));
}

void ExpositionScene::append(const Events& events) {
  REQUIRE(exposition->append(events));
}

}  // namespace rackproof::testing
