#include "probes/presence.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "probes/device_trouble.h"
#include "schemas/catalogue.h"
#include "schemas/encoding.h"
#include "schemas/time.h"

namespace rackproof {
namespace {

constexpr auto kExpected = metrics::named("devices_expected");
constexpr auto kPresent = metrics::named("devices_present");
constexpr auto kReadable = metrics::named("devices_readable");

using Places = std::map<std::string_view, DeviceHandle, std::less<>>;

Places places_of(const Devices& devices) {
  Places places;
  for (DeviceHandle handle = 0; handle < devices.size(); ++handle) {
    places.emplace(devices[handle].id, handle);
  }
  return places;
}

/// One reading while it is being held against what must be here.
class Count {
 public:
  Count(OneReading& reading, const DeviceTroubles& troubles)
      : devices_(reading.inventory.devices),
        inventory_(reading.inventory),
        troubles_(troubles),
        places_(places_of(devices_)) {}

  void take_all() {
    for (DeviceHandle handle = 0; handle < devices_.size(); ++handle) {
      if (devices_[handle].kind != DeviceKind::probe) {
        take(handle);
      }
    }
  }

  void take_expected(const MissingDevice& expected) {
    auto& presence = inventory_.presence;
    ++presence.expected;
    if (presence.expected_by.empty()) {
      presence.expected_by = expected.expected_by;
    } else if (presence.expected_by.find(expected.expected_by) == std::string::npos) {
      presence.expected_by += ", " + expected.expected_by;
    }
    const auto place = places_.find(expected.device.id);
    if (place == places_.end()) {
      inventory_.missing.push_back(expected);
      return;
    }
    take(place->second);
    const auto& serial = devices_[place->second].serial;
    if (!serial.empty() && !expected.device.serial.empty() && serial != expected.device.serial) {
      complain(place->second, "serial number " + printable(serial) + ", expected " +
                                  printable(expected.device.serial));
    }
  }

 private:
  void take(DeviceHandle handle) {
    const auto trouble = troubles_.find(handle);
    const bool known = trouble != troubles_.end();
    inventory_.presence.present += known && trouble->second.gone ? 0U : 1U;
    inventory_.presence.readable += known && !trouble->second.readable() ? 0U : 1U;
  }

  /// Complaints stand in the order of the devices.
  void complain(DeviceHandle handle, std::string words) {
    auto& complaints = inventory_.complaints;
    const auto before = [this](const Complaint& complaint, DeviceHandle place) {
      const auto found = places_.find(complaint.device);
      return found != places_.end() && found->second < place;
    };
    const auto at = std::lower_bound(complaints.begin(), complaints.end(), handle, before);
    if (at != complaints.end() && at->device == devices_[handle].id) {
      at->words.push_back(std::move(words));
    } else {
      complaints.insert(at, {devices_[handle].id, {std::move(words)}});
    }
  }

  const Devices& devices_;
  Inventory& inventory_;
  const DeviceTroubles& troubles_;
  Places places_;
};

bool stands_before(const Sample& a, const Sample& b) {
  return a.device != b.device ? a.device < b.device : a.metric->name < b.metric->name;
}

void add_samples(bool any_expected, OneReading& reading) {
  const auto& inventory = reading.inventory;
  const auto node = std::ranges::find(inventory.devices, kNodeId, &Device::id);
  if (node == inventory.devices.end()) {
    return;
  }
  const auto handle = static_cast<DeviceHandle>(node - inventory.devices.begin());
  const auto put = [&](const Metric* metric, Reading value) {
    reading.samples.push_back({handle, metric, inventory.taken_at, std::move(value)});
  };
  const auto& presence = inventory.presence;
  put(kExpected, any_expected
                     ? Reading(static_cast<std::int64_t>(presence.expected))
                     : Reading(Error{ErrorKind::unsupported,
                                     "nothing says what must be here: no earlier inventory and no "
                                     "reference was given"}));
  put(kPresent, static_cast<std::int64_t>(presence.present));
  put(kReadable, static_cast<std::int64_t>(presence.readable));
  std::ranges::stable_sort(reading.samples, stands_before);
}

/// To the second: "2026-11-21T05:17:00Z".
std::string moment(UtcTime time) {
  constexpr std::size_t kToTheSecond = 19;
  return format_utc(time).substr(0, kToTheSecond) + "Z";
}

}  // namespace

Expected expected_by(const Inventory& earlier) {
  const auto who = "inventory of " + moment(earlier.taken_at);
  Expected expected;
  for (const auto& device : earlier.devices) {
    if (device.kind != DeviceKind::probe) {
      expected.push_back({device, who});
    }
  }
  expected.insert(expected.end(), earlier.missing.begin(), earlier.missing.end());
  std::ranges::stable_sort(expected, {}, [](const MissingDevice& entry) -> const std::string& {
    return entry.device.id;
  });
  const auto same_id = [](const MissingDevice& a, const MissingDevice& b) {
    return a.device.id == b.device.id;
  };
  expected.erase(std::unique(expected.begin(), expected.end(), same_id), expected.end());
  return expected;
}

void hold_against(const Expected& expected, OneReading& reading) {
  auto& inventory = reading.inventory;
  const auto troubles = troubles_of(inventory.devices, reading.samples);
  inventory.presence = {};
  inventory.missing.clear();
  inventory.complaints = complaints_of(inventory.devices, troubles);
  Count count(reading, troubles);
  for (const auto& entry : expected) {
    count.take_expected(entry);
  }
  if (expected.empty()) {
    count.take_all();
  }
  add_samples(!expected.empty(), reading);
}

}  // namespace rackproof
