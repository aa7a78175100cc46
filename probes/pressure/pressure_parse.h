#pragma once

#include <string_view>

#include "schemas/sample.h"

/// Texts of /proc/pressure. Pure.
namespace rackproof::pressure {

/// Seconds of the line "some ... total=N" (N in microseconds, kernel PSI documentation).
Reading parse_waiting(std::string_view text);

/// Seconds of the line "full ... total=N"; unsupported where the file has none, as for cpu before
/// Linux 5.13.
Reading parse_stalled(std::string_view text);

}  // namespace rackproof::pressure
