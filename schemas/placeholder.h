#pragma once

#include <string_view>

/// What is written where there is nothing to write. White space around it and case do not matter.
/// Pure.
namespace rackproof {

/// Whether `text` stands for no value, in whatever field: "", "N/A", "nan", "null", "None",
/// "unknown".
[[nodiscard]] bool is_no_value(std::string_view text);

/// The same for fields that name or number a part (DMI, FRU), where makers also leave "Default
/// string", "To Be Filled By O.E.M.", "0123456789" and the like. In other fields some of these are
/// values: "Empty" and "Invalid" are states.
[[nodiscard]] bool is_no_name(std::string_view text);

}  // namespace rackproof
