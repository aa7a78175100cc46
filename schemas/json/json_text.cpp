#include "schemas/json/json_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"

namespace rackproof {
namespace {

constexpr std::size_t kLongestNumber = 32;

/// Stands in JSON as it is. Without a branch a character, so that many are looked at in one step.
bool is_plain(std::string_view text) {
  int other = 0;
  for (const char c : text) {
    other |= static_cast<int>(c < ' ') | static_cast<int>(c > '~') | static_cast<int>(c == '"') |
             static_cast<int>(c == '\\');
  }
  return other == 0;
}

/// Most readings are a few decimals. Of at most 15 digits no two decimals are the same double, so
/// that what reads back as `value` is the shortest.
constexpr double kScale = 1000;
constexpr double kMostScaled = 1e15;

/// "00", "01" ... "99", one behind the other.
constexpr auto kPairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

/// Both digits of a number below 100.
void put_pair(char* at, std::uint32_t number) {
  std::memcpy(at, kPairs.data() + std::size_t{2} * number, 2);
}

/// All eight digits of a number below 10^8: no pair waits for another one.
char* write_eight(char* at, std::uint32_t number) {
  const auto high = number / 10'000;
  const auto low = number % 10'000;
  put_pair(at, high / 100);
  put_pair(at + 2, high % 100);
  put_pair(at + 4, low / 100);
  put_pair(at + 6, low % 100);
  return at + 8;
}

/// A number below 10^8.
char* write_few(char* at, std::uint32_t number) {
  if (number < 10) {
    *at = static_cast<char>('0' + number);
    return at + 1;
  }
  if (number >= 100) {
    at = write_few(at, number / 100);
  }
  put_pair(at, number % 100);
  return at + 2;
}

/// std::to_chars() in less time, which half of a long answer's goes into.
char* write_digits(char* at, std::uint64_t number) {
  constexpr std::uint64_t kEight = 100'000'000;
  if (number < kEight) {
    return write_few(at, static_cast<std::uint32_t>(number));
  }
  at = write_digits(at, number / kEight);
  return write_eight(at, static_cast<std::uint32_t>(number % kEight));
}

/// A whole number of thousandths; nullptr where `value` is none, or -0.
char* write_thousandths(char* at, double value) {
  constexpr double kRound = 6755399441055744;  // 2^52 + 2^51: adding it leaves no fraction
  const double scaled = value * kScale;
  if (!(std::abs(scaled) < kMostScaled) || (value == 0 && std::signbit(value))) {
    return nullptr;
  }
  const double rounded = (scaled + kRound) - kRound;
  if (rounded / kScale != value) {
    return nullptr;
  }
  const auto magnitude = static_cast<std::uint64_t>(std::abs(rounded));
  if (rounded < 0) {
    *at++ = '-';
  }
  at = write_digits(at, magnitude / 1000);
  const auto rest = static_cast<std::uint32_t>(magnitude % 1000);
  if (rest == 0) {
    return at;
  }
  *at++ = '.';
  *at++ = static_cast<char>('0' + rest / 100);
  put_pair(at, rest % 100);
  at += 2;
  while (at[-1] == '0') {
    --at;
  }
  return at;
}

}  // namespace

void JsonText::grow(std::size_t size) {
  bytes_.resize(std::max(2 * bytes_.size(), size_ + size));
}

JsonText& JsonText::text(std::string_view text) {
  if (is_plain(text)) {
    return put('"').put(text).put('"');
  }
  auto quoted = write_json_line(json_of(text));
  quoted.pop_back();  // the newline
  return put(quoted);
}

JsonText& JsonText::number(std::int64_t value) {
  char* const at = room(kLongestNumber);
  char* first = at;
  if (value < 0) {
    *first++ = '-';
  }
  const auto bits = static_cast<std::uint64_t>(value);
  size_ += static_cast<std::size_t>(write_digits(first, value < 0 ? 0 - bits : bits) - at);
  return *this;
}

JsonText& JsonText::number(double value) {
  char* const at = room(kLongestNumber);
  char* end = write_thousandths(at, value);
  if (end == nullptr) {
    end = std::to_chars(at, at + kLongestNumber, value).ptr;
  }
  size_ += static_cast<std::size_t>(end - at);
  return *this;
}

}  // namespace rackproof
