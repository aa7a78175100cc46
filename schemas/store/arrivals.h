#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "schemas/store/column.h"

namespace rackproof::store {

/// Points of one chunk in the order in which they came, until they are sorted into its columns: a
/// pass adds one point to each of thousands of columns, and all of those do not fit a cache.
class Arrivals {
 public:
  void add(std::uint32_t column, std::int64_t stamp, Kind kind, std::uint64_t word) {
    if (stamps_.empty() || stamps_.back() != stamp) {
      stamps_.push_back(stamp);
    }
    const auto pass = static_cast<std::uint32_t>(stamps_.size() - 1);
    arrived_.push_back({word, column, (pass << kKindBits) | static_cast<std::uint32_t>(kind)});
  }

  /// Adds each to its column, in order; afterwards there are none. The columns are there.
  void sort_into(Columns& columns);

  [[nodiscard]] std::size_t size() const { return arrived_.size(); }

  static constexpr std::size_t kMost = std::size_t{1} << 16;  ///< To be sorted at the latest.

 private:
  static constexpr unsigned kKindBits = 2;
  struct Arrived {
    std::uint64_t word = 0;
    std::uint32_t column = 0;
    std::uint32_t pass_and_kind = 0;
  };
  void append(const Arrived* from, const Arrived* to, Columns& columns) const;

  std::vector<Arrived> arrived_;
  std::vector<std::int64_t> stamps_;  ///< Of each pass; one differs from the one before.
};

}  // namespace rackproof::store
