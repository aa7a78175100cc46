#include "schemas/store/number_codec_1.h"

#include <array>
#include <bit>

namespace rackproof::store::layout_1 {
namespace {

// Powers of ten that a double holds exactly, so that one division rounds correctly.
constexpr std::array<double, 10> kScales{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
constexpr std::uint8_t kPlanes = 0xFF;  // in place of a number of decimal places

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

}  // namespace rackproof::store::layout_1
