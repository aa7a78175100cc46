#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "certsuite/workload.h"

namespace rackproof {

/// One multiplication C = A B of square matrices (row after row) of normally distributed numbers
/// with full mantissas, whose tiles are held by checksums (Huang and Abraham 1984): in each tile
/// the sum of a row of C must be that row of A times the summed columns of B, and likewise each
/// column.
///
/// The bound. Whatever the order of summation and with or without fused multiply-add, each element
/// is off by at most gamma(n, u) (|A||B|)_ij, gamma(n, u) = n u / (1 - n u), u the unit roundoff of
/// `Real` (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 3.5). Both checksums
/// are summed in double, u' = 2^-53: 64 elements of C on one side, 64 of B and then n products on
/// the other. So the two differ by at most (gamma(n, u) + gamma(64, u') + gamma(n + 64, u')) T,
/// T the same checksum over |A| and |B|; 1 % is added for the products of these small terms and for
/// the rounding of T itself. A sound kernel that sums n products an element cannot break it; what
/// it misses (of a float the low half of the mantissa) is left to the bits' comparison over cores.
template <typename Real>
class RandomProduct {
 public:
  static constexpr int kTile = 64;  ///< Rows and columns of a tile.

  /// `n` a multiple of kTile, at most 4,096. No numbers before draw_tile_row() ran for every row
  /// of tiles, no checksums before work_out() then did.
  explicit RandomProduct(int n);

  [[nodiscard]] int tile_rows() const { return n_ / kTile; }
  [[nodiscard]] const Real* left() const { return left_.data(); }
  [[nodiscard]] const Real* right() const { return right_.data(); }

  /// Draws that row of tiles of both matrices. Different rows by different threads.
  void draw_tile_row(int tile_row, std::uint64_t seed);
  /// Checksums of tile column `tile` over rows and of tile row `tile` over columns. Different ones
  /// by different threads.
  void work_out(int tile);

  /// Every tile with a row or a column whose sum is out of bound, or no number. Any thread.
  [[nodiscard]] std::vector<Mismatch> check(const Real* product, const std::string& device) const;

  /// Index of the element of largest magnitude in the first tile.
  [[nodiscard]] std::size_t largest_in_first_tile(const Real* product) const;

 private:
  /// What a line of 64 elements must sum to, and how far off it may be.
  struct Checksum {
    double sum = 0;
    double tolerance = 0;
  };
  [[nodiscard]] std::size_t width() const { return static_cast<std::size_t>(n_); }
  [[nodiscard]] Checksum bounded(double sum, double magnitude) const;
  void work_out_rows(std::size_t tile);
  void work_out_columns(std::size_t tile);
  [[nodiscard]] std::vector<Mismatch> check_tile_row(const Real* rows, int tile_row,
                                                     const std::string& device) const;

  int n_;
  std::vector<Real> left_;
  std::vector<Real> right_;
  std::vector<Checksum> row_sums_;     ///< By row, then tile column.
  std::vector<Checksum> column_sums_;  ///< By tile row, then column.
};

extern template class RandomProduct<float>;
extern template class RandomProduct<double>;

}  // namespace rackproof
