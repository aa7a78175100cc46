#include "probes/machine/natural_order.h"

#include <algorithm>
#include <cstddef>

namespace rackproof {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Takes the run of digits at the front off `text`; leading zeros are dropped from the answer.
std::string_view take_number(std::string_view& text) {
  const auto length =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
  auto number = text.substr(0, length);
  text.remove_prefix(length);
  number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
  return number;
}

/// Below, above or equal to 0, as two numbers of any length compare.
int compare_numbers(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) {
    return a.size() < b.size() ? -1 : 1;
  }
  return a.compare(b);
}

/// Takes one number or one character off each and says how they compare.
int compare_heads(std::string_view& left, std::string_view& right) {
  if (is_digit(left.front()) && is_digit(right.front())) {
    const auto number = take_number(left);
    return compare_numbers(number, take_number(right));
  }
  const auto order = left.substr(0, 1).compare(right.substr(0, 1));
  left.remove_prefix(1);
  right.remove_prefix(1);
  return order;
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) {
  auto left = a;
  auto right = b;
  while (!left.empty() && !right.empty()) {
    const auto order = compare_heads(left, right);
    if (order != 0) {
      return order < 0;
    }
  }
  return left.empty() && right.empty() ? a < b : left.empty();
}

}  // namespace rackproof
