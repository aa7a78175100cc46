#include "schemas/version_window.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

using Numbers = std::vector<std::uint64_t>;

std::optional<Numbers> numbers_of(std::string_view version) {
  Numbers numbers;
  for (const auto piece : split(version, '.')) {
    const auto number = parse_unsigned(piece);
    if (!number) {
      return std::nullopt;
    }
    numbers.push_back(*number);
  }
  return numbers;
}

bool is_before(const Numbers& a, const Numbers& b) {
  const auto at = [](const Numbers& numbers, std::size_t i) {
    return i < numbers.size() ? numbers[i] : 0;
  };
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    if (at(a, i) != at(b, i)) {
      return at(a, i) < at(b, i);
    }
  }
  return false;
}

std::optional<VersionBound> bound_of(std::string_view text) {
  text = trim(text);
  const bool floor = text.starts_with(">=");
  if (!floor && (!text.starts_with('<') || text.starts_with("<="))) {
    return std::nullopt;
  }
  auto numbers = numbers_of(trim(text.substr(floor ? std::size_t{2} : std::size_t{1})));
  if (!numbers) {
    return std::nullopt;
  }
  return VersionBound{floor, *std::move(numbers)};
}

}  // namespace

bool is_version_window(std::string_view asked) {
  return asked.starts_with('<') || asked.starts_with('>');
}

Result<VersionBounds> parse_version_window(std::string_view asked) {
  VersionBounds bounds;
  for (const auto piece : split(asked, ',')) {
    auto bound = bound_of(piece);
    if (!bound) {
      return Error{ErrorKind::malformed,
                   "expected bounds like '>= 2.30.2, < 3', got '" + printable(asked) + "'"};
    }
    bounds.push_back(*std::move(bound));
  }
  return bounds;
}

std::optional<bool> within_window(std::string_view version, const VersionBounds& bounds) {
  const auto numbers = numbers_of(version);
  if (!numbers) {
    return std::nullopt;
  }
  return std::ranges::all_of(bounds, [&numbers](const VersionBound& bound) {
    return is_before(*numbers, bound.numbers) != bound.floor;
  });
}

}  // namespace rackproof
