#include "certsuite/workloads/bit_reference.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>
#include <type_traits>

#include "certsuite/workloads/tally.h"

namespace rackproof {

namespace {

template <typename Real>
constexpr std::string_view kPrecision = sizeof(Real) == 4 ? "fp32" : "fp64";

/// All of them: minus zero is not zero here.
template <typename Real>
std::uint64_t raw_bits(Real value) {
  return std::bit_cast<std::conditional_t<sizeof(Real) == 4, std::uint32_t, std::uint64_t>>(value);
}

}  // namespace

template <typename Real>
void BitReference<Real>::reset(int n) {
  n_ = n;
  agreed_.resize(static_cast<std::size_t>(n) * static_cast<std::size_t>(n));
  settled_.assign(static_cast<std::size_t>(tile_rows()) * static_cast<std::size_t>(tile_rows()), 0);
}

template <typename Real>
std::size_t BitReference<Real>::corner(int tile_row, int tile_column) const {
  return (static_cast<std::size_t>(tile_row) * static_cast<std::size_t>(n_) +
          static_cast<std::size_t>(tile_column)) *
         kTile;
}

template <typename Real>
std::size_t BitReference<Real>::tile_index(int tile_row, int tile_column) const {
  return static_cast<std::size_t>(tile_row) * static_cast<std::size_t>(tile_rows()) +
         static_cast<std::size_t>(tile_column);
}

template <typename Real>
bool BitReference<Real>::same_tile(const Real* one, const Real* other, std::size_t corner) const {
  for (std::size_t row = 0; row < kTile; ++row) {
    const auto at = corner + row * static_cast<std::size_t>(n_);
    // NOLINTNEXTLINE(bugprone-suspicious-memory-comparison): bits are compared, not values
    if (std::memcmp(one + at, other + at, kTile * sizeof(Real)) != 0) {
      return false;
    }
  }
  return true;
}

/// Boyer and Moore's vote, then counted.
template <typename Real>
const Real* BitReference<Real>::agreed_by_most(std::span<const Real* const> products,
                                               std::size_t corner) const {
  const Real* candidate = nullptr;
  std::size_t lead = 0;
  for (const auto* product : products) {
    candidate = lead == 0 ? product : candidate;
    lead = same_tile(candidate, product, corner) ? lead + 1 : lead - 1;
  }
  const auto votes = std::count_if(products.begin(), products.end(), [&](const Real* product) {
    return same_tile(candidate, product, corner);
  });
  return static_cast<std::size_t>(votes) * 2 > products.size() ? candidate : nullptr;
}

template <typename Real>
void BitReference<Real>::settle_tile_row(int tile_row, std::span<const Real* const> products) {
  for (int column = 0; column < tile_rows(); ++column) {
    auto& settled = settled_[tile_index(tile_row, column)];
    if (settled != 0) {
      continue;
    }
    const auto at = corner(tile_row, column);
    const auto* agreed = agreed_by_most(products, at);
    if (agreed == nullptr) {
      continue;
    }
    settled = 1;
    for (std::size_t row = 0; row < kTile; ++row) {
      const auto line = at + row * static_cast<std::size_t>(n_);
      std::memcpy(agreed_.data() + line, agreed + line, kTile * sizeof(Real));
    }
  }
}

template <typename Real>
std::vector<Mismatch> BitReference<Real>::check(const Real* product,
                                                const std::string& device) const {
  std::vector<Mismatch> wrong;
  for (int tile = 0; tile < tile_rows() * tile_rows(); ++tile) {
    const int row = tile / tile_rows();
    const int column = tile % tile_rows();
    const bool settled = settled_[tile_index(row, column)] != 0;
    if (!settled || !same_tile(agreed_.data(), product, corner(row, column))) {
      wrong.push_back(describe(product, device, row, column));
    }
  }
  return wrong;
}

template <typename Real>
Mismatch BitReference<Real>::describe(const Real* product, const std::string& device, int tile_row,
                                      int tile_column) const {
  const auto tile = std::string(kPrecision<Real>) + " tile " + std::to_string(tile_row) + "," +
                    std::to_string(tile_column);
  if (settled_[tile_index(tile_row, tile_column)] == 0) {
    return {.device = device,
            .where = tile + " against the other cores",
            .expected = "what the other cores answered; no majority tells which is right",
            .actual = "other bits",
            .mask = ""};
  }
  const auto at = corner(tile_row, tile_column);
  for (std::size_t i = 0; i < std::size_t{kTile} * kTile; ++i) {
    const auto place = at + i / kTile * static_cast<std::size_t>(n_) + i % kTile;
    const auto expected = raw_bits(agreed_[place]);
    const auto actual = raw_bits(product[place]);
    if (expected != actual) {
      const auto row = static_cast<std::size_t>(tile_row) * kTile + i / kTile;
      const auto column = static_cast<std::size_t>(tile_column) * kTile + i % kTile;
      return word_mismatch(device,
                           tile + " row " + std::to_string(row) + " column " +
                               std::to_string(column) + " against most cores' bits",
                           expected, actual);
    }
  }
  return {.device = device,
          .where = tile,
          .expected = "most cores' bits",
          .actual = "other bits, right on a second look",
          .mask = ""};
}

template class BitReference<float>;
template class BitReference<double>;

}  // namespace rackproof
