#include "certsuite/workloads/random_product.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <numbers>
#include <string_view>

#include "certsuite/workloads/word_stream.h"

namespace rackproof {

namespace {

template <typename Real>
constexpr std::string_view kPrecision = sizeof(Real) == 4 ? "fp32" : "fp64";

/// Two numbers of the standard normal distribution (Box and Muller 1958).
std::array<double, 2> normal_pair(std::uint64_t seed, std::uint64_t index) {
  constexpr double kUnit = 0x1p-53;
  const auto uniform = [&](std::uint64_t word) {
    return (static_cast<double>(word >> 11U) + 0.5) * kUnit;  // in (0, 1)
  };
  const double radius = std::sqrt(-2 * std::log(uniform(mixed_word(seed, 2 * index))));
  const double angle = 2 * std::numbers::pi * uniform(mixed_word(seed, 2 * index + 1));
  return {radius * std::cos(angle), radius * std::sin(angle)};
}

template <typename Real>
void draw(std::vector<Real>& values, std::size_t begin, std::size_t end, std::uint64_t seed) {
  for (std::size_t i = begin; i < end; i += 2) {
    const auto pair = normal_pair(seed, i / 2);
    values[i] = static_cast<Real>(pair[0]);
    values[i + 1] = static_cast<Real>(pair[1]);
  }
}

/// gamma(count, u): the relative error of a sum of `count` products.
double gamma_of(double count, double unit_roundoff) {
  return count * unit_roundoff / (1 - count * unit_roundoff);
}

/// In eight chains; any order is within the bound.
template <typename Real>
double sum_of(const Real* values, int count) {
  std::array<double, 8> sums{};
  for (int i = 0; i < count; i += 8) {
    for (std::size_t lane = 0; lane < sums.size(); ++lane) {
      sums[lane] += static_cast<double>(values[static_cast<std::size_t>(i) + lane]);
    }
  }
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

/// "nan" and "inf" too.
std::string shown(double value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

/// Not a number is out of every bound.
bool within(double actual, double sum, double tolerance) {
  return std::abs(actual - sum) <= tolerance;
}

}  // namespace

template <typename Real>
RandomProduct<Real>::RandomProduct(int n)
    : n_(n),
      left_(width() * width()),
      right_(width() * width()),
      row_sums_(width() * static_cast<std::size_t>(tile_rows())),
      column_sums_(width() * static_cast<std::size_t>(tile_rows())) {}

template <typename Real>
void RandomProduct<Real>::draw_tile_row(int tile_row, std::uint64_t seed) {
  const auto begin = static_cast<std::size_t>(tile_row) * kTile * width();
  const auto end = begin + kTile * width();
  draw(left_, begin, end, mixed_word(seed, 1));
  draw(right_, begin, end, mixed_word(seed, 2));
}

template <typename Real>
auto RandomProduct<Real>::bounded(double sum, double magnitude) const -> Checksum {
  constexpr double kRealRoundoff = std::numeric_limits<Real>::epsilon() / 2;
  constexpr double kDoubleRoundoff = std::numeric_limits<double>::epsilon() / 2;
  const double relative = gamma_of(n_, kRealRoundoff) + gamma_of(kTile, kDoubleRoundoff) +
                          gamma_of(n_ + kTile, kDoubleRoundoff);
  return {sum, 1.01 * relative * magnitude};
}

template <typename Real>
void RandomProduct<Real>::work_out(int tile) {
  work_out_rows(static_cast<std::size_t>(tile));
  work_out_columns(static_cast<std::size_t>(tile));
}

/// Each row of A times the columns of B summed over the tile.
template <typename Real>
void RandomProduct<Real>::work_out_rows(std::size_t tile) {
  const auto n = width();
  const auto tiles = static_cast<std::size_t>(tile_rows());
  std::vector<double> sums(n);
  std::vector<double> magnitudes(n);
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t j = tile * kTile; j < (tile + 1) * kTile; ++j) {
      sums[k] += static_cast<double>(right_[k * n + j]);
      magnitudes[k] += std::abs(static_cast<double>(right_[k * n + j]));
    }
  }
  for (std::size_t row = 0; row < n; ++row) {
    double sum = 0;
    double magnitude = 0;
    for (std::size_t k = 0; k < n; ++k) {
      const auto factor = static_cast<double>(left_[row * n + k]);
      sum += factor * sums[k];
      magnitude += std::abs(factor) * magnitudes[k];
    }
    row_sums_[row * tiles + tile] = bounded(sum, magnitude);
  }
}

/// The rows of A summed over the tile times each column of B.
template <typename Real>
void RandomProduct<Real>::work_out_columns(std::size_t tile) {
  const auto n = width();
  std::vector<double> sums(n);
  std::vector<double> magnitudes(n);
  for (std::size_t k = 0; k < n; ++k) {
    double sum = 0;
    double magnitude = 0;
    for (std::size_t row = tile * kTile; row < (tile + 1) * kTile; ++row) {
      sum += static_cast<double>(left_[row * n + k]);
      magnitude += std::abs(static_cast<double>(left_[row * n + k]));
    }
    for (std::size_t column = 0; column < n; ++column) {
      const auto factor = static_cast<double>(right_[k * n + column]);
      sums[column] += sum * factor;
      magnitudes[column] += magnitude * std::abs(factor);
    }
  }
  for (std::size_t column = 0; column < n; ++column) {
    column_sums_[tile * n + column] = bounded(sums[column], magnitudes[column]);
  }
}

template <typename Real>
std::vector<Mismatch> RandomProduct<Real>::check(const Real* product,
                                                 const std::string& device) const {
  std::vector<Mismatch> wrong;
  for (int tile_row = 0; tile_row < tile_rows(); ++tile_row) {
    const auto* rows = product + static_cast<std::size_t>(tile_row) * kTile * width();
    auto found = check_tile_row(rows, tile_row, device);
    wrong.insert(wrong.end(), found.begin(), found.end());
  }
  return wrong;
}

namespace {

template <typename Real>
void add_to(std::vector<double>& columns, const Real* row) {
  for (std::size_t column = 0; column < columns.size(); ++column) {
    columns[column] += static_cast<double>(row[column]);
  }
}

}  // namespace

template <typename Real>
std::vector<Mismatch> RandomProduct<Real>::check_tile_row(const Real* rows, int tile_row,
                                                          const std::string& device) const {
  const auto n = width();
  const auto tiles = static_cast<std::size_t>(tile_rows());
  std::vector<Mismatch> by_tile(tiles);  // a tile without device is right
  const auto report = [&](std::size_t tile, const std::string& line, double actual,
                          const Checksum& expected) {
    auto& mismatch = by_tile[tile];
    if (!mismatch.device.empty()) {
      mismatch.where += ", " + line;
      return;
    }
    mismatch.device = device;
    mismatch.where = std::string(kPrecision<Real>) + " tile " + std::to_string(tile_row) + "," +
                     std::to_string(tile) + " checksum of " + line;
    mismatch.expected = shown(expected.sum) + " +- " + shown(expected.tolerance);
    mismatch.actual = shown(actual);
  };
  for (std::size_t piece = 0; piece < kTile * tiles; ++piece) {
    const auto tile = piece % tiles;
    const auto number = static_cast<std::size_t>(tile_row) * kTile + piece / tiles;
    const auto& expected = row_sums_[number * tiles + tile];
    const double actual = sum_of(rows + piece / tiles * n + tile * kTile, kTile);
    if (!within(actual, expected.sum, expected.tolerance)) {
      report(tile, "row " + std::to_string(number), actual, expected);
    }
  }
  std::vector<double> columns(n);
  for (std::size_t i = 0; i < kTile; ++i) {
    add_to(columns, rows + i * n);
  }
  for (std::size_t column = 0; column < n; ++column) {
    const auto& expected = column_sums_[static_cast<std::size_t>(tile_row) * n + column];
    if (!within(columns[column], expected.sum, expected.tolerance)) {
      report(column / kTile, "column " + std::to_string(column), columns[column], expected);
    }
  }
  std::erase_if(by_tile, [](const Mismatch& each) { return each.device.empty(); });
  return by_tile;
}

template <typename Real>
std::size_t RandomProduct<Real>::largest_in_first_tile(const Real* product) const {
  std::size_t largest = 0;
  for (std::size_t i = 0; i < std::size_t{kTile} * kTile; ++i) {
    const auto place = i / kTile * width() + i % kTile;
    largest = std::abs(product[place]) > std::abs(product[largest]) ? place : largest;
  }
  return largest;
}

template class RandomProduct<float>;
template class RandomProduct<double>;

}  // namespace rackproof
