#pragma once

#include <string_view>
#include <vector>

#include "schemas/result.h"

namespace rackproof {

/// "0-3,8,10-11" -> 0 1 2 3 8 10 11; "" -> none (kernel cpulist format, NUMA nodes too). Pure.
/// Falling ranges, gaps in the syntax and numbers above 1,048,575 are malformed.
Result<std::vector<int>> parse_cpu_list(std::string_view text);

}  // namespace rackproof
