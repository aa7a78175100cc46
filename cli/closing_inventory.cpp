#include "cli/closing_inventory.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "cli/expectation.h"
#include "probes/presence.h"
#include "probes/read_once.h"
#include "schemas/catalogue.h"
#include "schemas/sample.h"

namespace rackproof {
namespace {

constexpr auto kPresent = metrics::named("device_present");

/// `devices` are sorted by id.
Devices::const_iterator find_device(const Devices& devices, const std::string& id) {
  const auto found = std::ranges::lower_bound(devices, id, {}, &Device::id);
  return found != devices.end() && found->id == id ? found : devices.end();
}

/// What was read last of each device. What a workload measured on it is no reading of it.
Result<Samples> last_readings(const Devices& devices, SeriesSource& source) {
  const auto keys = source.keys();
  if (!keys) {
    return keys.error();
  }
  Samples samples;
  for (const auto& key : *keys) {
    const auto device = find_device(devices, key.device);
    const auto* metric = metrics::find(key.metric);
    if (device == devices.end() || metric == nullptr || metric->measurement) {
      continue;
    }
    auto point = source.last(key);
    if (!point) {
      return std::move(point).error();
    }
    samples.push_back({static_cast<DeviceHandle>(device - devices.begin()), metric, point->taken_at,
                       std::move(point->reading)});
  }
  return samples;
}

/// A device that a later look does not list is not on its bus.
void add_gone(const Inventory& at_end, OneReading& reading) {
  const auto& devices = reading.inventory.devices;
  for (DeviceHandle handle = 0; handle < devices.size(); ++handle) {
    if (devices[handle].kind != DeviceKind::probe &&
        find_device(at_end.devices, devices[handle].id) == at_end.devices.end()) {
      reading.samples.push_back({handle, kPresent, at_end.taken_at, std::int64_t{0}});
    }
  }
}

}  // namespace

Result<Inventory> closing_inventory(const Inventory& of_run, const std::optional<Inventory>& at_end,
                                    const Architecture& reference, SeriesSource& samples) {
  auto last = last_readings(of_run.devices, samples);
  if (!last) {
    return std::move(last).error().during("what was read last");
  }
  OneReading reading;
  reading.inventory = of_run;
  reading.samples = *std::move(last);
  if (at_end) {
    add_gone(*at_end, reading);
  }
  Expectation expectation;
  expectation.reference = reference;
  hold_against(expected_now(expectation, reading.inventory), reading);
  return std::move(reading.inventory);
}

}  // namespace rackproof
