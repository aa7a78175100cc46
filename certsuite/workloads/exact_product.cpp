#include "certsuite/workloads/exact_product.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "certsuite/workloads/cpu_features.h"
#include "certsuite/workloads/float_bits.h"
#include "certsuite/workloads/tally.h"
#include "certsuite/workloads/word_stream.h"

namespace rackproof {

namespace {

template <typename Real>
constexpr std::string_view kPrecision = sizeof(Real) == 4 ? "fp32" : "fp64";

/// A non-zero integer in [-limit, limit]; zero would hide a fault of the other operand.
std::int64_t operand(std::uint64_t word, std::int64_t limit) {
  const auto magnitude =
      static_cast<std::int64_t>((word >> 1U) % static_cast<std::uint64_t>(limit));
  return (word & 1U) != 0 ? magnitude + 1 : -(magnitude + 1);
}

template <typename Real>
std::vector<Real> operands(int n, std::uint64_t seed) {
  const auto limit = exact_operand_limit<Real>(n);
  std::vector<Real> values(static_cast<std::size_t>(n) * static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<Real>(operand(mixed_word(seed, i), limit));
  }
  return values;
}

/// Sums the elements' bits, each under an odd factor of its own place: one changed element always
/// changes the digest. The shift keeps two changed sign bits from cancelling.
struct Digest {
  std::uint64_t sum = 0;
  std::uint64_t factor = 0x9E3779B97F4A7C15U;

  void add(std::uint64_t bits) {
    sum += (bits ^ (bits >> 29U)) * factor;
    factor += 0x6A09E667F3BCC908U;  // even: the factor stays odd
  }
};

/// sums[i] += factor * line[i], exactly.
using AddProducts = void (*)(std::int32_t factor, const std::int32_t* line, std::int64_t* sums,
                             std::size_t count);

void add_products_portable(std::int32_t factor, const std::int32_t* line, std::int64_t* sums,
                           std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    sums[i] += std::int64_t{factor} * line[i];
  }
}

#if defined(__x86_64__)
/// Four at a time: _mm256_mul_epi32 multiplies the signed low halves of 64-bit lanes.
__attribute__((target("avx2"))) void add_products_avx2(std::int32_t factor,
                                                       const std::int32_t* line, std::int64_t* sums,
                                                       std::size_t count) {
  const __m256i factors = _mm256_set1_epi64x(factor);
  for (std::size_t i = 0; i < count; i += 4) {
    const auto* four = reinterpret_cast<const __m128i*>(line + i);
    auto* to = reinterpret_cast<__m256i*>(sums + i);
    const __m256i products =
        _mm256_mul_epi32(factors, _mm256_cvtepi32_epi64(_mm_loadu_si128(four)));
    _mm256_storeu_si256(to, _mm256_add_epi64(_mm256_loadu_si256(to), products));
  }
}

AddProducts best_add_products() {
  return cpu_has(SimdLevel::avx2) ? add_products_avx2 : add_products_portable;
}
#else
AddProducts best_add_products() {
  return add_products_portable;
}
#endif

}  // namespace

template <typename Real>
std::int64_t exact_operand_limit(int depth) {
  const double largest_sum = std::ldexp(1.0, std::numeric_limits<Real>::digits);
  auto limit = static_cast<std::int64_t>(std::sqrt((largest_sum - 1) / depth));
  // Integers of 2^20 and more add no bit pattern that these lack and would slow the golden sums.
  constexpr std::int64_t kEnough = std::int64_t{1} << 20;
  return limit < kEnough ? limit : kEnough;
}

template <typename Real>
ExactProduct<Real>::ExactProduct(int n, std::uint64_t seed)
    : n_(n),
      left_(operands<Real>(n, mixed_word(seed, 1))),
      right_(operands<Real>(n, mixed_word(seed, 2))),
      right_integers_(right_.begin(), right_.end()),
      golden_(static_cast<std::size_t>(tile_count())) {}

template <typename Real>
void ExactProduct<Real>::work_out_tile_row(int tile_row) {
  const auto width = static_cast<std::size_t>(n_);
  const auto add_products = best_add_products();
  std::vector<Digest> digests(static_cast<std::size_t>(tile_rows()));
  std::vector<std::int64_t> sums(width);
  for (int row = tile_row * kTile; row < (tile_row + 1) * kTile; ++row) {
    std::fill(sums.begin(), sums.end(), 0);
    const Real* factors = left_.data() + static_cast<std::size_t>(row) * width;
    for (std::size_t k = 0; k < width; ++k) {
      add_products(static_cast<std::int32_t>(factors[k]), right_integers_.data() + k * width,
                   sums.data(), width);
    }
    for (std::size_t column = 0; column < width; ++column) {
      digests[column / kTile].add(bits_of(static_cast<Real>(sums[column])));
    }
  }
  for (std::size_t tile = 0; tile < digests.size(); ++tile) {
    golden_[static_cast<std::size_t>(tile_row) * digests.size() + tile] = digests[tile].sum;
  }
}

template <typename Real>
std::uint64_t ExactProduct<Real>::tile_digest(const Real* corner) const {
  Digest digest;
  for (int row = 0; row < kTile; ++row) {
    for (int column = 0; column < kTile; ++column) {
      digest.add(bits_of(corner[column]));
    }
    corner += n_;
  }
  return digest.sum;
}

template <typename Real>
std::vector<Mismatch> ExactProduct<Real>::check(const Real* product,
                                                const std::string& device) const {
  std::vector<Mismatch> wrong;
  const auto width = static_cast<std::size_t>(n_);
  for (int tile = 0; tile < tile_rows() * tile_rows(); ++tile) {
    const int row = tile / tile_rows();
    const int column = tile % tile_rows();
    const auto corner =
        static_cast<std::size_t>(row) * kTile * width + static_cast<std::size_t>(column) * kTile;
    if (tile_digest(product + corner) != golden_[static_cast<std::size_t>(tile)]) {
      wrong.push_back(describe(product, device, row, column));
    }
  }
  return wrong;
}

template <typename Real>
std::int64_t ExactProduct<Real>::element(int row, int column) const {
  const auto width = static_cast<std::size_t>(n_);
  std::int64_t sum = 0;
  for (std::size_t k = 0; k < width; ++k) {
    sum += static_cast<std::int64_t>(left_[static_cast<std::size_t>(row) * width + k]) *
           static_cast<std::int64_t>(right_[k * width + static_cast<std::size_t>(column)]);
  }
  return sum;
}

template <typename Real>
Mismatch ExactProduct<Real>::describe(const Real* product, const std::string& device, int tile_row,
                                      int tile_column) const {
  const auto tile = std::string(kPrecision<Real>) + " tile " + std::to_string(tile_row) + "," +
                    std::to_string(tile_column);
  for (int i = 0; i < kTile * kTile; ++i) {
    const int row = tile_row * kTile + i / kTile;
    const int column = tile_column * kTile + i % kTile;
    const auto expected = bits_of(static_cast<Real>(element(row, column)));
    const auto actual =
        bits_of(product[static_cast<std::size_t>(row) * static_cast<std::size_t>(n_) +
                        static_cast<std::size_t>(column)]);
    if (expected != actual) {
      return word_mismatch(
          device, tile + " row " + std::to_string(row) + " column " + std::to_string(column),
          expected, actual);
    }
  }
  // Every element is right on a second look: the digest itself was computed wrongly.
  return Mismatch{.device = device,
                  .where = tile,
                  .expected = "golden digest",
                  .actual = "another digest over right elements",
                  .mask = ""};
}

template std::int64_t exact_operand_limit<float>(int depth);
template std::int64_t exact_operand_limit<double>(int depth);
template class ExactProduct<float>;
template class ExactProduct<double>;

}  // namespace rackproof
