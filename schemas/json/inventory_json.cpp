#include "schemas/json/inventory_json.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/json/json_writer.h"
#include "schemas/json/member_writer.h"
#include "schemas/json/shared_members.h"
#include "schemas/json/strict_json.h"

namespace rackproof {
namespace {

/// First two devices that break the order, as an error.
Result<void> check_order(const Devices& devices) {
  const auto broken =
      std::ranges::adjacent_find(devices, std::ranges::greater_equal{}, &Device::id);
  if (broken != devices.end()) {
    return Error{ErrorKind::malformed,
                 "devices: not sorted by id and unique at '" + printable(broken->id) + "'"};
  }
  return {};
}

}  // namespace

template <typename A>
void describe(A& archive, Described<A, Device>& device) {
  archive.field("id", device.id);
  archive.word("kind", device.kind, kDeviceKinds);
  archive.field("parent", device.parent);
  archive.field("vendor", device.vendor);
  archive.field("model", device.model);
  archive.field("serial", device.serial);
  archive.field("firmware", device.firmware);
  archive.field("position", device.position);
  archive.field("attributes", device.attributes);
}

template <typename A>
void describe(A& archive, Described<A, SoftwareVersion>& software) {
  archive.field("name", software.name);
  archive.field("version", software.version);
}

template <typename A>
void describe(A& archive, Described<A, Unreadable>& unreadable) {
  archive.field("probe", unreadable.probe);
  archive.field("what", unreadable.what);
  archive.word("reason", unreadable.why.kind, kErrorKinds);
  archive.field("message", unreadable.why.message);
  archive.field("remedy", unreadable.remedy);
}

template <typename A>
void describe(A& archive, Described<A, MissingDevice>& missing) {
  archive.object("device", missing.device);
  archive.field("expectedBy", missing.expected_by);
}

template <typename A>
void describe(A& archive, Described<A, Complaint>& complaint) {
  archive.field("device", complaint.device);
  archive.field("words", complaint.words);
}

template <typename A>
void describe(A& archive, Described<A, Presence>& presence) {
  archive.field("expectedBy", presence.expected_by);
  archive.field("expected", presence.expected);
  archive.field("present", presence.present);
  archive.field("readable", presence.readable);
}

template <typename A>
void describe(A& archive, Described<A, Inventory>& inventory) {
  archive.format("format", "rackproof-inventory", 1);
  archive.field("hostname", inventory.hostname);
  archive.field("bootId", inventory.boot_id);
  archive.field("machine", inventory.machine);
  archive.field("serial", inventory.serial);
  archive.field("hypervisor", inventory.hypervisor);
  archive.field("simulated", inventory.simulated);
  archive.field("identitySource", inventory.identity_source);
  archive.field("takenAt", inventory.taken_at);
  archive.list("devices", inventory.devices);
  archive.list("software", inventory.software);
  archive.list("unreadable", inventory.unreadable);
  archive.later("presence",
                [&inventory](auto& later) { later.object("presence", inventory.presence); });
  archive.later("missing", [&inventory](auto& later) { later.list("missing", inventory.missing); });
  archive.later("complaints",
                [&inventory](auto& later) { later.list("complaints", inventory.complaints); });
}

JsonValue inventory_to_json(const Inventory& inventory) {
  return to_json(inventory);
}

std::string encode_inventory(const Inventory& inventory) {
  return write_json(to_json(inventory));
}

Result<Inventory> decode_inventory(std::string_view bytes) {
  const auto json = parse_strict_json(bytes);
  if (!json) {
    return json.error();
  }
  auto inventory = from_json<Inventory>(*json, "");
  if (!inventory) {
    return inventory;
  }
  auto ordered = check_order(inventory->devices);
  if (!ordered) {
    return std::move(ordered).error();
  }
  return inventory;
}

}  // namespace rackproof
