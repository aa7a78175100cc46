#pragma once

#include <string_view>

#include "schemas/toml/finding.h"
#include "schemas/toml/reference_reader.h"

namespace rackproof {

/// The lowest share of a physical peak that a floor may ask for without saying why.
inline constexpr double kLowestFloorShare = 0.3;
inline constexpr double kHighestFloorShare = 1.0;

/// What must hold within the document itself, or it does not load: metrics exist and have the
/// limit's dimension, shares point at published numbers, floors lie within physics, phases and
/// classes that are named exist, every phase has its seconds.
void check_reference(const ReadReference& reference, Findings& findings);

/// Where `item` stands, or `fallback` of the whole reference.
[[nodiscard]] std::string place_of(const Places& places, std::string_view item);

/// The quantity that a share is taken of, "part.accelerator.hbm_bandwidth"; nullptr when the
/// architecture has no such part or quantity.
[[nodiscard]] const Quantity* quantity_named(const Architecture& architecture,
                                             std::string_view name);

}  // namespace rackproof
