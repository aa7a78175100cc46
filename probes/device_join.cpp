#include "probes/device_join.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/pci_address.h"
#include "schemas/placeholder.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::size_t kKeys = kJoinKeys.size();

/// Kinds that may be one part: a drive's controller and the drive, a network card's port.
enum class Family { none, accelerator, package, memory, drive, network, function };

Family family_of(DeviceKind kind) {
  switch (kind) {
    case DeviceKind::accelerator:
      return Family::accelerator;
    case DeviceKind::cpu_package:
      return Family::package;
    case DeviceKind::dimm:
      return Family::memory;
    case DeviceKind::disk:
    case DeviceKind::nvme:
      return Family::drive;
    case DeviceKind::network_interface:
    case DeviceKind::infiniband_port:
      return Family::network;
    case DeviceKind::pci:
      return Family::function;
    default:
      return Family::none;
  }
}

/// One character over and over: "0", "00000000", "xxxxxxxx", "ffffffff".
bool is_monotone(std::string_view text) {
  return text.find_first_not_of(text.front()) == std::string_view::npos;
}

std::string serial_key(std::string_view serial) {
  auto key = lower_case(trim(serial));
  return is_no_name(key) || is_monotone(key) ? std::string() : key;
}

/// "Slot_4", "slot-4" and "SLOT 4" are one slot; "4" alone is not that slot.
std::string position_key(std::string_view position) {
  auto key = lower_case(trim(position));
  if (is_no_name(key)) {
    return {};
  }
  std::erase_if(key, [](char c) { return c == ' ' || c == '_' || c == '-'; });
  return key;
}

/// "" where `text` is no address; all zeros is what a BMC prints for one that it never learned.
std::string pci_key(std::string_view text) {
  const auto address = parse_pci_address(trim(text));
  return address && *address != PciAddress() ? to_string(*address) : std::string();
}

/// "node/accelerator:0000:3b:00.0" -> "0000:3b:00.0".
std::string_view name_in(std::string_view id) {
  const auto last = id.substr(id.rfind('/') + 1);
  const auto colon = last.find(':');
  return colon == std::string_view::npos ? std::string_view() : last.substr(colon + 1);
}

/// What a device says of itself under one key: as it is written, and made comparable ("" =
/// nothing).
struct Value {
  std::string written;
  std::string key;
};

Value pci_value(const Device& device) {
  const auto attribute = device.attributes.find("pci_address");
  const auto said = attribute == device.attributes.end() ? std::string_view() : attribute->second;
  for (const auto text : {said, name_in(device.id), name_in(device.parent)}) {
    auto key = pci_key(text);
    if (!key.empty()) {
      return {std::string(text), std::move(key)};
    }
  }
  return {};
}

Value value_of(const Device& device, JoinKey by) {
  switch (by) {
    case JoinKey::serial:
      return {device.serial, serial_key(device.serial)};
    case JoinKey::pci_address:
      return pci_value(device);
    default:
      return {device.position, position_key(device.position)};
  }
}

std::string told(JoinKey by, const Value& value) {
  return std::string(word_of(kJoinKeys, by)) + " " + printable(value.written);
}

/// The list while it is being joined.
class Joining {
 public:
  explicit Joining(const Devices& devices) : devices_(devices), joined_(devices.size()) {
    for (DeviceHandle handle = 0; handle < devices.size(); ++handle) {
      const bool bmc = devices[handle].attributes.contains("redfish_uri");
      if (family_of(devices[handle].kind) != Family::none) {
        (bmc ? bmc_ : in_band_).push_back(handle);
      }
    }
  }

  DeviceJoins run() {
    for (const auto& key : kJoinKeys) {
      join_by(key.value);
    }
    DeviceJoins result;
    result.joins = std::move(joins_);
    std::ranges::sort(result.joins, {}, &DeviceJoin::bmc);
    for (const auto handle : bmc_) {
      if (!joined_[handle]) {
        auto& why = reasons_[handle];
        result.refusals.push_back(
            {handle, why.empty() ? "it has no serial number, PCI address or slot" : why});
      }
    }
    return result;
  }

 private:
  using Handles = std::vector<DeviceHandle>;
  using ByValue = std::map<std::pair<Family, std::string>, Handles>;

  [[nodiscard]] ByValue by_value(const Handles& handles, JoinKey by) const {
    ByValue found;
    for (const auto handle : handles) {
      auto value = value_of(devices_[handle], by);
      if (!value.key.empty()) {
        found[{family_of(devices_[handle].kind), std::move(value.key)}].push_back(handle);
      }
    }
    return found;
  }

  void join_by(JoinKey by) {
    const auto here = by_value(in_band_, by);
    for (const auto& [value, views] : by_value(bmc_, by)) {
      const auto found = here.find(value);
      const auto candidates = found == here.end() ? Handles{} : found->second;
      join_views(views, candidates, by);
    }
  }

  void join_views(const Handles& views, const Handles& candidates, JoinKey by) {
    for (const auto view : views) {
      if (!joined_[view]) {
        join(view, candidates, views.size(), by);
      }
    }
  }

  void join(DeviceHandle view, const Handles& candidates, std::size_t views, JoinKey by) {
    const auto what = told(by, value_of(devices_[view], by));
    if (candidates.empty()) {
      refuse(view, "nothing in band has " + what);
    } else if (candidates.size() > 1 || views > 1) {
      refuse(view, std::to_string(candidates.size()) + " in band and " + std::to_string(views) +
                       " of the BMC have " + what);
    } else if (joined_[candidates.front()]) {
      refuse(view, devices_[candidates.front()].id + ", which has " + what + ", is joined already");
    } else if (const auto against = contradiction(candidates.front(), view, by)) {
      refuse(view, devices_[candidates.front()].id + " has " + what + ", but " + *against);
    } else {
      joined_[view] = true;
      joined_[candidates.front()] = true;
      joins_.push_back({candidates.front(), view, by, what, remark(candidates.front(), view, by)});
    }
  }

  void refuse(DeviceHandle view, const std::string& why) {
    auto& reasons = reasons_[view];
    reasons += (reasons.empty() ? "" : "; ") + why;
  }

  /// How two devices differ under one key; nothing where either says nothing.
  [[nodiscard]] std::optional<std::string> difference(DeviceHandle a, DeviceHandle b,
                                                      JoinKey by) const {
    const auto left = value_of(devices_[a], by);
    const auto right = value_of(devices_[b], by);
    if (left.key.empty() || right.key.empty() || left.key == right.key) {
      return std::nullopt;
    }
    return told(by, left) + " in band is " + printable(right.written) + " at the BMC";
  }

  /// A surer key under which the two are not one part.
  [[nodiscard]] std::optional<std::string> contradiction(DeviceHandle a, DeviceHandle b,
                                                         JoinKey by) const {
    for (std::size_t i = 0; i < static_cast<std::size_t>(by); ++i) {
      if (auto differs = difference(a, b, kJoinKeys[i].value)) {
        return differs;
      }
    }
    return std::nullopt;
  }

  /// Less sure keys under which the two differ: the part may have been moved since one looked.
  [[nodiscard]] std::string remark(DeviceHandle a, DeviceHandle b, JoinKey by) const {
    std::string text;
    for (std::size_t i = static_cast<std::size_t>(by) + 1; i < kKeys; ++i) {
      if (const auto differs = difference(a, b, kJoinKeys[i].value)) {
        text += (text.empty() ? "" : "; ") + *differs;
      }
    }
    return text;
  }

  const Devices& devices_;
  Handles in_band_;
  Handles bmc_;
  std::vector<bool> joined_;
  std::vector<DeviceJoin> joins_;
  std::map<DeviceHandle, std::string> reasons_;
};

}  // namespace

DeviceJoins join_devices(const Devices& devices) {
  return Joining(devices).run();
}

}  // namespace rackproof
