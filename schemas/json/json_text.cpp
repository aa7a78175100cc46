#include "schemas/json/json_text.h"

#include <algorithm>
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

/// A whole number of thousandths; nullptr where `value` is none, or -0.
char* write_thousandths(char* at, double value) {
  const double scaled = value * kScale;
  if (!(std::abs(scaled) < kMostScaled) || (value == 0 && std::signbit(value))) {
    return nullptr;
  }
  const auto whole = std::llround(scaled);
  if (static_cast<double>(whole) / kScale != value) {
    return nullptr;
  }
  const auto magnitude = whole < 0 ? -whole : whole;
  if (whole < 0) {
    *at++ = '-';
  }
  at = std::to_chars(at, at + kLongestNumber - 5, magnitude / 1000).ptr;
  const auto rest = magnitude % 1000;
  if (rest == 0) {
    return at;
  }
  *at++ = '.';
  *at++ = static_cast<char>('0' + rest / 100);
  *at++ = static_cast<char>('0' + rest / 10 % 10);
  *at++ = static_cast<char>('0' + rest % 10);
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
  size_ += static_cast<std::size_t>(std::to_chars(at, at + kLongestNumber, value).ptr - at);
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
