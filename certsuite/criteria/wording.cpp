#include "certsuite/criteria/wording.h"

namespace rackproof::criteria {

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
