#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/store/bytes.h"
#include "schemas/store/tier_codec.h"

/// One series of a tier's row as numbers of columns, and the columns themselves.
namespace rackproof::store {

/// The columns of a row; equal ones are one.
class ColumnPool {
 public:
  void integers(std::span<const std::uint64_t> words, ByteWriter& series);
  /// Words are the bits of doubles.
  void doubles(std::span<const std::uint64_t> words, ByteWriter& series);
  /// Writes them all.
  void write(ByteWriter& out) const;

 private:
  void add(std::string column, ByteWriter& series);

  std::map<std::string, std::size_t> numbers_;
  std::vector<const std::string*> columns_;  ///< Into numbers_.
};

/// Writes a series of the row, whose sums it rounds; all but its metric.
void write_tier_series(const TierRow& row, TierSeries& series, ColumnPool& pool, ByteWriter& out);

/// A row that is being read.
struct TierRowParts {
  TierRowShape shape;
  std::vector<std::string_view> columns;
  std::size_t reasons = 0;
};

/// The inverse; of bytes that cannot be, `in` has failed.
[[nodiscard]] TierSeries read_tier_series(const TierRowParts& parts, ByteReader& in);
/// Passes over one.
void skip_tier_series(ByteReader& in);

}  // namespace rackproof::store
