#pragma once

#include <string>
#include <string_view>

#include "schemas/device.h"

namespace rackproof {

/// What stands beside a device's name: what it is, its size, its place, its firmware, the serial
/// number of an accelerator whose name does not hold it, the UltraServer of a node, and how many
/// readings its driver does not offer, which is not wrong. As the machine gave it: not printable
/// yet.
[[nodiscard]] std::string words_about(const Device& device, int readings_not_offered);

/// Plural for a run of alike devices below one parent ("cores"); "" for kinds that are never
/// folded. Of what the host shows, only processors and parts of an accelerator are: there is one
/// board of those in many a rack, and what a host's sensors are called matters. A BMC shows sensors
/// and ports by the hundred.
[[nodiscard]] std::string_view folded_noun(const Device& device, DeviceKind parent);

/// The id without what its parent's id, or the node's, says already. Of a path that is still longer
/// than two words only the last one is left: a Redfish path says where a document is kept.
[[nodiscard]] std::string_view name_below(const Device& device, std::string_view parent);

}  // namespace rackproof
