#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "schemas/store/bytes.h"

/// How runs of numbers stand inside a chunk of layout 1, which is read for ever and written no
/// more.
namespace rackproof::store::layout_1 {

/// Differences of differences, seven bits a byte.
[[nodiscard]] std::vector<std::int64_t> read_stamps(std::size_t count, ByteReader& in);

/// Differences, seven bits a byte.
[[nodiscard]] std::vector<std::int64_t> read_counts(std::size_t count, ByteReader& in);

/// Decimals with a common number of places, or the differing bits in eight planes.
[[nodiscard]] std::vector<double> read_doubles(std::size_t count, ByteReader& in);

}  // namespace rackproof::store::layout_1
