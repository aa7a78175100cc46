#pragma once

#include <string>

#include "probes/read_once.h"

namespace rackproof {

/// What could not be read, why, and what would let it be read; equal reasons stand together.
[[nodiscard]] std::string why_not(const OneReading& reading);

/// One line that names the machine, and where it was read when that was not this machine.
[[nodiscard]] std::string headline(const OneReading& reading, const std::string& root);

}  // namespace rackproof
