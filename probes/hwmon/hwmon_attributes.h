#pragma once

#include <span>

#include "probes/hwmon/hwmon_parse.h"

namespace rackproof::hwmon {

/// Every attribute of the kernel's hwmon interface that has a metric, one line each. Points of a
/// fan curve stand under the kind "auto_point".
std::span<const AttributeRow> attribute_rows();

}  // namespace rackproof::hwmon
