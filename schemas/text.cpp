#include "schemas/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

#include "schemas/encoding.h"

namespace rackproof {
namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n\v\f";

template <typename T>
Result<T> parse_number(std::string_view text, int base, std::string_view what) {
  T value{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (failure == std::errc::result_out_of_range) {
    return Error{ErrorKind::out_of_range, "'" + printable(text) + "' does not fit into 64 bits"};
  }
  if (failure != std::errc{} || end != text.data() + text.size()) {
    return Error{ErrorKind::malformed,
                 "expected " + std::string(what) + ", got '" + printable(text) + "'"};
  }
  return value;
}

}  // namespace

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(kWhiteSpace);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(kWhiteSpace) - first + 1);
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return lower;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  while (true) {
    const auto at = text.find(separator);
    pieces.push_back(text.substr(0, at));
    if (at == std::string_view::npos) {
      return pieces;
    }
    text.remove_prefix(at + 1);
  }
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  while (true) {
    const auto first = text.find_first_not_of(kWhiteSpace);
    if (first == std::string_view::npos) {
      return found;
    }
    text.remove_prefix(first);
    const auto length = text.find_first_of(kWhiteSpace);
    found.push_back(text.substr(0, length));
    if (length == std::string_view::npos) {
      return found;
    }
    text.remove_prefix(length);
  }
}

std::vector<std::string_view> lines(std::string_view text) {
  auto pieces = split(text, '\n');
  if (pieces.back().empty()) {
    pieces.pop_back();
  }
  return pieces;
}

bool matches_pattern(std::string_view text, std::string_view pattern) {
  if (pattern.find('*') == std::string_view::npos) {
    return text == pattern;
  }
  if (pattern == "*") {
    return true;
  }
  const auto pieces = split(pattern, '*');
  if (!text.starts_with(pieces.front())) {
    return false;
  }
  text.remove_prefix(pieces.front().size());
  for (std::size_t i = 1; i + 1 < pieces.size(); ++i) {
    const auto place = text.find(pieces[i]);
    if (place == std::string_view::npos) {
      return false;
    }
    text.remove_prefix(place + pieces[i].size());
  }
  return text.ends_with(pieces.back());
}

Result<std::int64_t> parse_integer(std::string_view text) {
  return parse_number<std::int64_t>(text, 10, "an integer");
}

Result<std::uint64_t> parse_unsigned(std::string_view text) {
  return parse_number<std::uint64_t>(text, 10, "a non-negative integer");
}

Result<std::uint64_t> parse_hex(std::string_view text) {
  const auto digits = text.starts_with("0x") || text.starts_with("0X") ? text.substr(2) : text;
  return parse_number<std::uint64_t>(digits, 16, "a hexadecimal number");
}

Result<double> parse_double(std::string_view text) {
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure == std::errc::result_out_of_range) {
    return Error{ErrorKind::out_of_range, "'" + printable(text) + "' does not fit into a double"};
  }
  if (failure != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
    return Error{ErrorKind::malformed, "expected a number, got '" + printable(text) + "'"};
  }
  return value;
}

std::string format_double(double value) {
  constexpr std::size_t kLongest = 32;
  std::string text(kLongest, '\0');
  const auto [end, failure] = std::to_chars(text.data(), text.data() + text.size(), value);
  static_cast<void>(failure);  // 32 bytes hold every double
  text.resize(static_cast<std::size_t>(end - text.data()));
  return text;
}

std::string short_number(double value) {
  constexpr int kDigits = 6;
  std::array<char, 64> text{};
  const auto [end, failure] = std::to_chars(text.data(), text.data() + text.size(), value,
                                            std::chars_format::general, kDigits);
  return failure == std::errc{} ? std::string(text.data(), end) : std::string("?");
}

}  // namespace rackproof
