#pragma once

#include <string_view>
#include <vector>

#include "schemas/result.h"
#include "schemas/sample.h"

/// Texts of /sys/devices/system/cpu. Pure.
namespace rackproof::cpu {

/// "0-3,8,10-11" -> 0 1 2 3 8 10 11; "" -> none (kernel cpulist format). Falling ranges, gaps in
/// the syntax and numbers above 1,048,575 are malformed.
Result<std::vector<int>> parse_cpu_list(std::string_view text);

/// How many processors a list names.
Reading parse_cpu_count(std::string_view text);

/// Kilohertz (kernel cpufreq) as hertz; 0 stands for "not known".
Reading parse_kilohertz(std::string_view text);

/// Milliseconds as seconds.
Reading parse_milliseconds(std::string_view text);

}  // namespace rackproof::cpu
