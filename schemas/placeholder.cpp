#include "schemas/placeholder.h"

#include <algorithm>
#include <array>
#include <span>

#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::array<std::string_view, 7> kNoValue{"",     "n/a",     "na",  "nan",
                                                   "null", "unknown", "none"};

/// DMI and FRU fields as shipped.
constexpr std::array<std::string_view, 15> kUnfilled{
    "0123456789",
    "123456789",
    "chassis serial number",
    "default string",
    "empty",
    "invalid",
    "no asset tag",
    "not applicable",
    "not available",
    "not provided",
    "not specified",
    "o.e.m.",
    "system serial number",
    "tbd",
    "to be filled by o.e.m.",
};

bool holds(std::span<const std::string_view> list, std::string_view text) {
  return std::ranges::find(list, lower_case(trim(text))) != list.end();
}

}  // namespace

bool is_no_value(std::string_view text) {
  return holds(kNoValue, text);
}

bool is_no_name(std::string_view text) {
  return is_no_value(text) || holds(kUnfilled, text);
}

}  // namespace rackproof
