#include "certsuite/criteria/binding.h"

#include <algorithm>
#include <cmath>

#include "certsuite/criteria/limits.h"
#include "certsuite/criteria/wording.h"

namespace rackproof::criteria {
namespace {

std::string kind_word(DeviceKind kind) {
  return std::string(word_of(kDeviceKinds, kind));
}

/// What a person looks at first when something that must be there is missing; "" when discovery
/// read everything.
std::string unread_hint(const Inventory& inventory) {
  if (inventory.unreadable.empty()) {
    return "";
  }
  const auto& first = inventory.unreadable.front();
  std::string text = "; discovery could not read " + counted(inventory.unreadable.size(), "thing") +
                     ", first " + first.what + ": " + first.why.message;
  if (!first.remedy.empty()) {
    text += " (" + first.remedy + ")";
  }
  return text;
}

/// Whether it is what a BMC shows of a part that the inventory lists as the host shows it.
bool is_second_view(const Device& device, const Inventory& inventory) {
  const auto part = device.attributes.find("in_band_view");
  return part != device.attributes.end() && part->second != device.id &&
         std::ranges::find(inventory.devices, part->second, &Device::id) != inventory.devices.end();
}

}  // namespace

std::vector<const Device*> devices_of(const Inventory& inventory, DeviceKind kind) {
  std::vector<const Device*> found;
  for (const auto& device : inventory.devices) {
    if (device.kind == kind && !is_second_view(device, inventory)) {
      found.push_back(&device);
    }
  }
  std::ranges::stable_sort(found, {}, [](const Device* device) { return device->id; });
  const auto same_id = [](const Device* a, const Device* b) { return a->id == b->id; };
  found.erase(std::unique(found.begin(), found.end(), same_id), found.end());
  return found;
}

std::int64_t declared_count(const Architecture& reference, DeviceKind kind) {
  for (const auto& part : reference.parts) {
    if (part.kind != kind || part.count.basis == Basis::not_public) {
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
  const std::string nothing = "the inventory holds no " + kind_word(criterion.on);
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
