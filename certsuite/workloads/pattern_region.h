#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "certsuite/workloads/memory_pattern.h"
#include "certsuite/workloads/pages.h"
#include "certsuite/workloads/team.h"
#include "schemas/result.h"

namespace rackproof {

/// The memory under test: one mapping, a slice of equal size for each member of a team. Called by
/// the workload's main thread.
class PatternRegion {
 public:
  /// Room for about `bytes`, at least 16 blocks a member. Nothing is touched yet.
  static Result<PatternRegion> map(double bytes, const Team& team);

  /// What bounds the growth of the region.
  struct Bounds {
    std::function<bool()> time_is_up;
    std::function<std::uint64_t()> left_bytes = {};  ///< Still to be had now; empty: never short.
    std::uint64_t reserve_bytes = 0;                 ///< Of which so many are left alone.
  };
  /// First touch of every page, by the member that will test it, until all is touched or a bound is
  /// met; what was not touched is given up. Returns why it ended early where memory got short.
  std::optional<std::string> touch(Team& team, const Bounds& bounds);

  /// Uses only the first `blocks` of every slice from now on, at least one.
  void shrink(std::size_t blocks);

  [[nodiscard]] PatternSlice& slice(int member) {
    return slices_[static_cast<std::size_t>(member)];
  }
  [[nodiscard]] std::size_t blocks() const { return slices_.front().blocks(); }  ///< In each slice.
  [[nodiscard]] double bytes() const {
    return static_cast<double>(blocks() * slices_.size() * kBlockWords * sizeof(std::uint64_t));
  }
  [[nodiscard]] std::span<std::uint64_t> words() const { return pages_.as<std::uint64_t>(); }

 private:
  Pages pages_;
  std::vector<PatternSlice> slices_;  ///< By member.
};

/// Never taken: 256 MiB or 3 % of `memory_bytes`, whichever is more.
[[nodiscard]] std::uint64_t memory_reserve(std::uint64_t memory_bytes);

}  // namespace rackproof
