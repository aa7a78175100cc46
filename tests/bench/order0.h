#pragma once

#include <cstddef>
#include <span>

namespace rackproof::bench {

/// Readings that are coded with one model.
inline constexpr std::size_t kOrder0Chunk = 1800;

/// What an ideal adaptive order-0 coder would need for these values of one series, in bytes: what
/// stores are measured against, no codec. Each chunk by itself: where all of its values are
/// decimals of up to twelve places (n / 10^p gives the same bits) the whole numbers n, else the
/// bits; of these, of their differences or of the differences of those, whichever is cheapest,
/// divided by what divides them all.
/// Each of them is a token (the number itself below 16, else sign, length and the two bits after
/// the highest) and the bits that are left, which cost what they are. A token costs -log2 of the
/// share that it had so far; one never seen costs the share of tokens that were new, and ten bits.
[[nodiscard]] double order0_bytes(std::span<const double> values);

}  // namespace rackproof::bench
