#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "certsuite/workload.h"

namespace rackproof {

/// The bits of a product on which most cores agreed, tile by tile, to hold every later product of
/// the same matrices against: same kernel, same thread count, so every sound core gives the same
/// bits, always. Defined for float and double.
template <typename Real>
class BitReference {
 public:
  static constexpr int kTile = 64;  ///< Rows and columns of a tile.

  /// Forgets all; products have `n` rows, a multiple of kTile, row after row.
  void reset(int n);
  [[nodiscard]] int tile_rows() const { return n_ / kTile; }

  /// Takes for every tile of that row that has no reference yet what more than half of the
  /// products agree on, if they do. Different rows by different threads.
  void settle_tile_row(int tile_row, std::span<const Real* const> products);

  /// Every tile that differs from the reference in any bit, or for which the cores have none. Any
  /// thread.
  [[nodiscard]] std::vector<Mismatch> check(const Real* product, const std::string& device) const;

 private:
  [[nodiscard]] std::size_t corner(int tile_row, int tile_column) const;
  [[nodiscard]] std::size_t tile_index(int tile_row, int tile_column) const;
  [[nodiscard]] bool same_tile(const Real* one, const Real* other, std::size_t corner) const;
  /// One of the products whose tile more than half of them share; null where there is none.
  [[nodiscard]] const Real* agreed_by_most(std::span<const Real* const> products,
                                           std::size_t corner) const;
  [[nodiscard]] Mismatch describe(const Real* product, const std::string& device, int tile_row,
                                  int tile_column) const;

  int n_ = 0;
  std::vector<Real> agreed_;
  std::vector<std::uint8_t> settled_;  ///< By tile; bytes, since threads write side by side.
};

extern template class BitReference<float>;
extern template class BitReference<double>;

}  // namespace rackproof
