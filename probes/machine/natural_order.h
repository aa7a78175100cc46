#pragma once

#include <string_view>

namespace rackproof {

/// Whether `a` stands before `b` where runs of digits count as numbers: cpu2 < cpu10, temp1 <
/// temp1_input. A strict total order: equal numbers written differently ("01", "1") fall back to
/// the bytes.
[[nodiscard]] bool natural_less(std::string_view a, std::string_view b);

}  // namespace rackproof
