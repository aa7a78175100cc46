#pragma once

#include <cstdint>

namespace rackproof {

/// Makes one number of every 64 by 64 tile of a square product wrong, another one each `turn`. The
/// right product of the same matrices stood there from the time before: without this, a
/// multiplication that did nothing, or left tiles out, would be taken for a fast and right one.
/// Costs one store a tile. `n` is a multiple of 64; what was finite stays finite, so that a library
/// that multiplies the old product by zero does no harm.
void spoil_tiles(double* product, int n, std::uint64_t turn);
void spoil_tiles(float* product, int n, std::uint64_t turn);

}  // namespace rackproof
