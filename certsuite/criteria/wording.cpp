#include "certsuite/criteria/wording.h"

#include <array>
#include <charconv>

namespace rackproof::criteria {

std::string short_number(double value) {
  constexpr int kDigits = 6;
  std::array<char, 64> text{};
  const auto [end, failure] = std::to_chars(text.data(), text.data() + text.size(), value,
                                            std::chars_format::general, kDigits);
  return failure == std::errc{} ? std::string(text.data(), end) : std::string("?");
}

std::string with_unit(std::string_view number, Unit unit) {
  std::string text(number);
  if (unit != Unit::one) {
    text += " ";
    text += to_string(unit);
  }
  return text;
}

std::string counted(std::size_t count, std::string_view singular) {
  return std::to_string(count) + " " + std::string(singular) + (count == 1 ? "" : "s");
}

}  // namespace rackproof::criteria
