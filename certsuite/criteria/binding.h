#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "certsuite/criteria/ruling.h"
#include "schemas/architecture.h"
#include "schemas/criterion.h"
#include "schemas/inventory.h"

namespace rackproof::criteria {

/// Slots that a part may declare at most; a larger number is a mistake, not a machine.
inline constexpr std::int64_t kMostSlots = 65536;

/// Verdicts of one judgement: more than a report's 64 MiB can hold.
inline constexpr std::size_t kMostVerdicts = 262'144;

/// Devices of `kind`, by id; a device that is listed twice is there once, and so is a part that
/// host and BMC both show (attribute "in_band_view"): as the host shows it.
[[nodiscard]] std::vector<const Device*> devices_of(const Inventory& inventory, DeviceKind kind);

/// Whether the criterion is put to `device`: it is of that kind and all that `where` asks holds.
[[nodiscard]] bool binds(const Criterion& criterion, const Device& device);

/// Devices that the criterion is put to, by id.
[[nodiscard]] std::vector<const Device*> devices_asked(const Criterion& criterion,
                                                       const Inventory& inventory);

/// Devices of one kind, by id, under the id of what they sit right in. Views of the inventory.
using DevicesByHolder = std::map<std::string_view, std::vector<const Device*>>;
[[nodiscard]] DevicesByHolder devices_by_holder(const Inventory& inventory, DeviceKind kind);

/// Those that sit right in `holder`, by id.
[[nodiscard]] std::vector<const Device*> devices_in(const DevicesByHolder& held,
                                                    std::string_view holder);

/// How many devices of `kind` the reference declares of the whole node, at least; 0 where it names
/// no usable number.
[[nodiscard]] std::int64_t declared_count(const Architecture& reference, DeviceKind kind);

/// Name of the n-th declared place of a kind, counted from 0: "accelerator[15]".
[[nodiscard]] std::string slot_name(DeviceKind kind, std::int64_t number);

/// Why a declared place is empty, as far as discovery knows: names what it could not read.
[[nodiscard]] std::string empty_slot_reason(const Inventory& inventory, DeviceKind kind,
                                            std::int64_t present, std::int64_t declared);

/// The one verdict of a criterion that found nothing to be put to.
[[nodiscard]] Ruling unbound(const Criterion& criterion, const Inventory& inventory);

}  // namespace rackproof::criteria
