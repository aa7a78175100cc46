#include "tests/bench/order0.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

namespace rackproof::bench {
namespace {

constexpr int kMostPlaces = 12;
constexpr std::uint64_t kExact = 16;  ///< Smaller numbers are tokens of their own.
constexpr int kTopBits = 2;           ///< That a larger one's token has beside its length.
constexpr double kNewTokenBits = 10;

std::uint64_t magnitude(std::int64_t number) {
  return number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
}

struct Token {
  std::size_t number = 0;
  int further_bits = 0;
};

Token token_of(std::int64_t number) {
  const bool negative = number < 0;
  const auto size = magnitude(number);
  if (size < kExact) {
    return {static_cast<std::size_t>(size) * 2 + (negative ? 1 : 0), 0};
  }
  const auto length = static_cast<int>(std::bit_width(size));
  const int further = length - 1 - kTopBits;
  const auto top = static_cast<std::size_t>(size >> further) & ((1U << kTopBits) - 1);
  const auto number_of = (static_cast<std::size_t>(length) << kTopBits) + top;
  return {2 * kExact + number_of * 2 + (negative ? 1 : 0), further};
}

constexpr std::size_t kTokens = 2 * kExact + ((65U << kTopBits) * 2);

/// -log2 of shares, by adding logarithms of whole numbers that are worked out once.
class Logarithms {
 public:
  Logarithms() {
    for (std::size_t i = 1; i < values_.size(); ++i) {
      values_[i] = std::log2(static_cast<double>(i));
    }
  }
  [[nodiscard]] double of(std::size_t number) const { return values_[number]; }

 private:
  std::array<double, 2 * kOrder0Chunk + 2> values_{};
};

double bits_of(std::span<const std::int64_t> numbers) {
  static const Logarithms log2;
  std::array<std::uint16_t, kTokens> counts{};
  std::size_t distinct = 0;
  double bits = 0;
  for (std::size_t seen = 0; seen < numbers.size(); ++seen) {
    const auto token = token_of(numbers[seen]);
    auto& count = counts[token.number];
    bits += seen == 0 ? 0 : log2.of(seen + distinct);
    if (count == 0) {
      bits += kNewTokenBits - (distinct == 0 ? 0 : log2.of(distinct));
      ++distinct;
    } else {
      bits -= log2.of(count);
    }
    bits += token.further_bits;
    ++count;
  }
  return bits;
}

/// The value as n / 10^places, where that gives it back bit for bit.
bool is_decimal(double value, double scale, std::int64_t& number) {
  const double scaled = std::nearbyint(value * scale);
  if (!(std::fabs(scaled) < 9007199254740992.0)) {  // 2^53
    return false;
  }
  number = static_cast<std::int64_t>(scaled);
  return std::bit_cast<std::uint64_t>(scaled / scale) == std::bit_cast<std::uint64_t>(value);
}

std::vector<std::int64_t> whole_numbers(std::span<const double> values) {
  std::vector<std::int64_t> numbers(values.size());
  double scale = 1;
  for (int places = 0; places <= kMostPlaces; ++places, scale *= 10) {
    std::size_t fitting = 0;
    while (fitting < values.size() && is_decimal(values[fitting], scale, numbers[fitting])) {
      ++fitting;
    }
    if (fitting == values.size()) {
      return numbers;
    }
  }
  std::ranges::transform(values, numbers.begin(),
                         [](double value) { return std::bit_cast<std::int64_t>(value); });
  return numbers;
}

/// Each but the first less the one before it, as two's complement has it.
void take_differences(std::span<std::int64_t> numbers) {
  for (std::size_t i = numbers.size(); i > 1; --i) {
    numbers[i - 1] = static_cast<std::int64_t>(static_cast<std::uint64_t>(numbers[i - 1]) -
                                               static_cast<std::uint64_t>(numbers[i - 2]));
  }
}

/// Divides all but the first `whole` numbers by what divides them all, as of readings in eighths of
/// a degree or in pages.
std::vector<std::int64_t> without_divisor(std::span<const std::int64_t> numbers,
                                          std::size_t whole) {
  std::vector<std::int64_t> divided(numbers.begin(), numbers.end());
  std::uint64_t divisor = 0;
  for (std::size_t i = whole; i < divided.size() && divisor != 1; ++i) {
    divisor = std::gcd(divisor, magnitude(divided[i]));
  }
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  for (std::size_t i = whole; divisor > 1 && divisor <= kMost && i < divided.size(); ++i) {
    divided[i] /= static_cast<std::int64_t>(divisor);
  }
  return divided;
}

double chunk_bits(std::span<const double> values) {
  auto numbers = whole_numbers(values);
  double least = bits_of(without_divisor(numbers, 0));
  for (std::size_t order = 1; order <= std::min<std::size_t>(2, values.size()); ++order) {
    take_differences(std::span(numbers).subspan(order - 1));
    least = std::min(least, bits_of(without_divisor(numbers, order)));
  }
  return least;
}

}  // namespace

double order0_bytes(std::span<const double> values) {
  double bits = 0;
  for (std::size_t first = 0; first < values.size(); first += kOrder0Chunk) {
    bits += chunk_bits(values.subspan(first, std::min(kOrder0Chunk, values.size() - first)));
  }
  return bits / 8;
}

}  // namespace rackproof::bench
