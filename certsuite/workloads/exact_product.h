#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "certsuite/workload.h"

namespace rackproof {

/// Largest magnitude of an operand so that every partial sum of `depth` products, in any order and
/// with or without fused multiply-add, is an integer that `Real` holds exactly: fp32 sums stay
/// under 2^24, fp64 sums under 2^53.
template <typename Real>
[[nodiscard]] std::int64_t exact_operand_limit(int depth);

/// One multiplication C = A B of square matrices (row after row) whose right answer is known bit
/// for bit: A and B hold non-zero integers, the digests of C's tiles are worked out by integer
/// arithmetic alone and so do not depend on order, kernel or vendor. Defined for float and double.
template <typename Real>
class ExactProduct {
 public:
  static constexpr int kTile = 64;  ///< Rows and columns of a tile.

  /// `n` a multiple of kTile. Digests are empty until work_out_tile_row() ran for every row.
  ExactProduct(int n, std::uint64_t seed);

  [[nodiscard]] int size() const { return n_; }
  [[nodiscard]] int tile_rows() const { return n_ / kTile; }
  [[nodiscard]] std::int64_t tile_count() const {
    return std::int64_t{1} * tile_rows() * tile_rows();
  }
  [[nodiscard]] const Real* left() const { return left_.data(); }
  [[nodiscard]] const Real* right() const { return right_.data(); }

  /// Golden digests of one row of tiles. Different rows may be worked out by different threads.
  void work_out_tile_row(int tile_row);

  /// Digests every tile of `product` and describes each one that is not golden: the first wrong
  /// element with what it should be. Any thread.
  [[nodiscard]] std::vector<Mismatch> check(const Real* product, const std::string& device) const;

 private:
  [[nodiscard]] std::uint64_t tile_digest(const Real* corner) const;
  [[nodiscard]] std::int64_t element(int row, int column) const;
  [[nodiscard]] Mismatch describe(const Real* product, const std::string& device, int tile_row,
                                  int tile_column) const;

  int n_;
  std::vector<Real> left_;
  std::vector<Real> right_;
  std::vector<std::int32_t> right_integers_;  ///< The same numbers, for the golden digests.
  std::vector<std::uint64_t> golden_;         ///< By tile, row after row.
};

extern template class ExactProduct<float>;
extern template class ExactProduct<double>;

}  // namespace rackproof
