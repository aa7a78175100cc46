#include "schemas/store/number_codec.h"

#include <array>
#include <bit>
#include <cmath>
#include <optional>
#include <string_view>

namespace rackproof::store {
namespace {

// Powers of ten that a double holds exactly, so that one division rounds correctly.
constexpr std::array<double, 10> kScales{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
constexpr double kLargestWhole = 9007199254740992;  // 2^53
constexpr std::uint8_t kPlanes = 0xFF;              // in place of a number of decimal places

/// The whole number w with w / scale == value bit for bit, if there is one.
std::optional<std::int64_t> as_decimal(double value, double scale) {
  const double scaled = std::nearbyint(value * scale);
  if (!(std::abs(scaled) <= kLargestWhole)) {
    return std::nullopt;
  }
  const auto whole = static_cast<std::int64_t>(scaled);
  const double back = static_cast<double>(whole) / scale;
  if (std::bit_cast<std::uint64_t>(back) != std::bit_cast<std::uint64_t>(value)) {
    return std::nullopt;
  }
  return whole;
}

std::optional<std::vector<std::int64_t>> as_decimals(std::span<const double> values, double scale) {
  std::vector<std::int64_t> wholes;
  wholes.reserve(values.size());
  for (const double value : values) {
    const auto whole = as_decimal(value, scale);
    if (!whole) {
      return std::nullopt;
    }
    wholes.push_back(*whole);
  }
  return wholes;
}

void write_planes(std::span<const double> values, ByteWriter& out) {
  out.byte(kPlanes);
  for (unsigned plane = 0; plane < sizeof(double); ++plane) {
    std::uint64_t previous = 0;
    for (const double value : values) {
      const auto bits = std::bit_cast<std::uint64_t>(value);
      out.byte(static_cast<std::uint8_t>((bits ^ previous) >> (8 * plane)));
      previous = bits;
    }
  }
}

std::vector<double> read_planes(std::size_t count, ByteReader& in) {
  if (in.left() / sizeof(double) < count) {
    in.fail();
    return {};
  }
  std::vector<std::uint64_t> changes(count);
  for (unsigned plane = 0; plane < sizeof(double); ++plane) {
    for (auto& change : changes) {
      change |= std::uint64_t{in.byte()} << (8 * plane);
    }
  }
  std::vector<double> values;
  values.reserve(count);
  std::uint64_t bits = 0;
  for (const auto change : changes) {
    bits ^= change;
    values.push_back(std::bit_cast<double>(bits));
  }
  return values;
}

}  // namespace

void write_stamps(std::span<const std::int64_t> stamps, ByteWriter& out) {
  std::int64_t previous = 0;
  std::int64_t step = 0;
  for (const auto stamp : stamps) {
    const auto next_step = wrapping_difference(stamp, previous);
    out.signed_number(wrapping_difference(next_step, step));
    step = next_step;
    previous = stamp;
  }
}

std::vector<std::int64_t> read_stamps(std::size_t count, ByteReader& in) {
  std::vector<std::int64_t> stamps;
  if (count > in.left()) {  // each takes a byte at least: never reserve what cannot be there
    in.fail();
    return stamps;
  }
  stamps.reserve(count);
  std::int64_t previous = 0;
  std::int64_t step = 0;
  for (std::size_t i = 0; i < count; ++i) {
    step = wrapping_sum(step, in.signed_number());
    previous = wrapping_sum(previous, step);
    stamps.push_back(previous);
  }
  return stamps;
}

void write_counts(std::span<const std::int64_t> counts, ByteWriter& out) {
  std::int64_t previous = 0;
  for (const auto count : counts) {
    out.signed_number(wrapping_difference(count, previous));
    previous = count;
  }
}

std::vector<std::int64_t> read_counts(std::size_t count, ByteReader& in) {
  std::vector<std::int64_t> counts;
  if (count > in.left()) {
    in.fail();
    return counts;
  }
  counts.reserve(count);
  std::int64_t previous = 0;
  for (std::size_t i = 0; i < count; ++i) {
    previous = wrapping_sum(previous, in.signed_number());
    counts.push_back(previous);
  }
  return counts;
}

void write_doubles(std::span<const double> values, ByteWriter& out) {
  for (std::size_t places = 0; places < kScales.size(); ++places) {
    if (const auto wholes = as_decimals(values, kScales[places])) {
      out.byte(static_cast<std::uint8_t>(places));
      write_counts(*wholes, out);
      return;
    }
  }
  write_planes(values, out);
}

std::vector<double> read_doubles(std::size_t count, ByteReader& in) {
  const auto places = in.byte();
  if (places == kPlanes) {
    return read_planes(count, in);
  }
  if (places >= kScales.size()) {
    in.fail();
    return {};
  }
  std::vector<double> values;
  values.reserve(in.left() < count ? 0 : count);
  for (const auto whole : read_counts(count, in)) {
    values.push_back(static_cast<double>(whole) / kScales[places]);
  }
  return values;
}

}  // namespace rackproof::store
