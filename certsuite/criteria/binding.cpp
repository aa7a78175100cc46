#include "certsuite/criteria/binding.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "certsuite/criteria/limits.h"
#include "certsuite/criteria/wording.h"
#include "schemas/text.h"

namespace rackproof::criteria {
namespace {

std::string kind_word(DeviceKind kind) {
  return std::string(word_of(kDeviceKinds, kind));
}

/// What a device says of itself under that name; "" when it does not.
std::string_view fact_of(const Device& device, std::string_view name) {
  if (name == "id") {
    return device.id;
  }
  if (name == "model") {
    return device.model;
  }
  if (name == "vendor") {
    return device.vendor;
  }
  if (name == "parent") {
    return device.parent;
  }
  const auto found = device.attributes.find(name);
  return found == device.attributes.end() ? std::string_view() : found->second;
}

/// "sensor", "sensor with id '*/ras:*'".
std::string asked_kind(const Criterion& criterion) {
  std::string text = kind_word(criterion.on);
  for (const auto& [name, pattern] : criterion.where) {
    text.append(criterion.where.begin()->first == name ? " with " : ", ");
    text.append(name).append(" '").append(pattern).append("'");
  }
  return text;
}

/// What a person looks at first when something that must be there is missing; "" when discovery
/// read everything that the machine shows at all.
std::string unread_hint(const Inventory& inventory) {
  const auto shown = [](const Unreadable& entry) {
    return entry.why.kind != ErrorKind::not_observable;
  };
  const auto count = std::ranges::count_if(inventory.unreadable, shown);
  if (count == 0) {
    return "";
  }
  const auto& first = *std::ranges::find_if(inventory.unreadable, shown);
  std::string text = "; discovery could not read " +
                     counted(static_cast<std::size_t>(count), "thing") + ", first " + first.what +
                     ": " + first.why.message;
  if (!first.remedy.empty()) {
    text += " (" + first.remedy + ")";
  }
  return text;
}

/// The part that a BMC's view says it shows as the host shows it; "" = it says none.
std::string_view in_band_view(const Device& device) {
  const auto part = device.attributes.find("in_band_view");
  return part == device.attributes.end() || part->second == device.id ? std::string_view()
                                                                      : part->second;
}

/// Ids of all devices, looked up in only where a device says to be a second view.
class KnownIds {
 public:
  explicit KnownIds(const Inventory& inventory) : inventory_(inventory) {}

  /// Whether it is what a BMC shows of a part that the inventory lists as the host shows it.
  bool is_second_view(const Device& device) {
    const auto part = in_band_view(device);
    if (part.empty()) {
      return false;
    }
    if (ids_.empty()) {
      for (const auto& each : inventory_.devices) {
        ids_.insert(each.id);
      }
    }
    return ids_.contains(part);
  }

 private:
  const Inventory& inventory_;
  std::set<std::string_view> ids_;
};

}  // namespace

std::vector<const Device*> devices_of(const Inventory& inventory, DeviceKind kind) {
  KnownIds known(inventory);
  std::vector<const Device*> found;
  for (const auto& device : inventory.devices) {
    if (device.kind == kind && !known.is_second_view(device)) {
      found.push_back(&device);
    }
  }
  const auto by_id = [](const Device* a, const Device* b) { return a->id < b->id; };
  std::ranges::stable_sort(found, by_id);
  const auto same_id = [](const Device* a, const Device* b) { return a->id == b->id; };
  found.erase(std::unique(found.begin(), found.end(), same_id), found.end());
  return found;
}

bool binds(const Criterion& criterion, const Device& device) {
  return device.kind == criterion.on &&
         std::ranges::all_of(criterion.where, [&device](const auto& asked) {
           return matches_pattern(fact_of(device, asked.first), asked.second);
         });
}

std::vector<const Device*> devices_asked(const Criterion& criterion, const Inventory& inventory) {
  auto found = devices_of(inventory, criterion.on);
  std::erase_if(found, [&criterion](const Device* device) { return !binds(criterion, *device); });
  return found;
}

DevicesByHolder devices_by_holder(const Inventory& inventory, DeviceKind kind) {
  DevicesByHolder held;
  for (const auto* device : devices_of(inventory, kind)) {
    held[device->parent].push_back(device);
  }
  return held;
}

std::vector<const Device*> devices_in(const DevicesByHolder& held, std::string_view holder) {
  const auto found = held.find(holder);
  return found == held.end() ? std::vector<const Device*>() : found->second;
}

std::int64_t declared_count(const Architecture& reference, DeviceKind kind) {
  for (const auto& part : reference.parts) {
    if (part.kind != kind || part.in || part.count.basis == Basis::not_public) {
      continue;
    }
    const auto number = number_of(part.count, true);
    if (number && *number >= 1 && *number <= static_cast<double>(kMostSlots)) {
      return static_cast<std::int64_t>(std::ceil(*number));
    }
  }
  return 0;
}

std::string slot_name(DeviceKind kind, std::int64_t number) {
  return kind_word(kind) + "[" + std::to_string(number) + "]";
}

std::string empty_slot_reason(const Inventory& inventory, DeviceKind kind, std::int64_t present,
                              std::int64_t declared) {
  return "the reference declares " + std::to_string(declared) + " of " + kind_word(kind) +
         " and the inventory holds " + std::to_string(present) + unread_hint(inventory);
}

Ruling unbound(const Criterion& criterion, const Inventory& inventory) {
  const std::string nothing = "the inventory holds no " + asked_kind(criterion);
  switch (criterion.must_bind) {
    case MustBind::always:
      return {Outcome::inconclusive,
              nothing + ", and this criterion must be answered" + unread_hint(inventory)};
    case MustBind::bare_metal:
      if (inventory.bare_metal()) {
        return {Outcome::inconclusive, nothing +
                                           ", and on bare metal this criterion must be answered" +
                                           unread_hint(inventory)};
      }
      return {Outcome::not_judged,
              nothing + ", as is usual under a hypervisor (" + inventory.hypervisor + ")"};
    case MustBind::never:
      break;
  }
  return {Outcome::not_judged, nothing};
}

}  // namespace rackproof::criteria
