#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "schemas/store/bytes.h"

/// How runs of numbers are written inside a chunk. Every pattern of bits comes back as it was.
namespace rackproof::store {

/// Differences of differences: a steady clock costs a byte a stamp or less after compression.
void write_stamps(std::span<const std::int64_t> stamps, ByteWriter& out);
[[nodiscard]] std::vector<std::int64_t> read_stamps(std::size_t count, ByteReader& in);

/// Differences.
void write_counts(std::span<const std::int64_t> counts, ByteWriter& out);
[[nodiscard]] std::vector<std::int64_t> read_counts(std::size_t count, ByteReader& in);

/// As decimals with a common number of places where each of them is exactly such a decimal, which
/// is what drivers report; else their bits in eight planes.
void write_doubles(std::span<const double> values, ByteWriter& out);
[[nodiscard]] std::vector<double> read_doubles(std::size_t count, ByteReader& in);

}  // namespace rackproof::store
