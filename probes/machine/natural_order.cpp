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

}  // namespace

bool natural_less(std::string_view a, std::string_view b) {
  auto left = a;
  auto right = b;
  while (!left.empty() && !right.empty()) {
    if (is_digit(left.front()) && is_digit(right.front())) {
      const auto number = take_number(left);
      const auto order = compare_numbers(number, take_number(right));
      if (order != 0) {
        return order < 0;
      }
      continue;
    }
    if (left.front() != right.front()) {
      return static_cast<unsigned char>(left.front()) < static_cast<unsigned char>(right.front());
    }
    left.remove_prefix(1);
    right.remove_prefix(1);
  }
  if (left.empty() && right.empty()) {
    return a < b;
  }
  return left.empty();
}

}  // namespace rackproof
