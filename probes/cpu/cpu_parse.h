#pragma once

#include <string_view>

#include "schemas/sample.h"

/// Texts of /sys/devices/system/cpu. Pure.
namespace rackproof::cpu {

/// How many processors a list names ("0-3,8").
Reading parse_cpu_count(std::string_view text);

/// Kilohertz (kernel cpufreq) as hertz; 0 stands for "not known".
Reading parse_kilohertz(std::string_view text);

/// Milliseconds as seconds.
Reading parse_milliseconds(std::string_view text);

}  // namespace rackproof::cpu
