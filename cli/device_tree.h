#pragma once

#include <string>

#include "probes/read_once.h"

namespace rackproof {

/// The machine as a tree of its devices in at most 80 columns: name, what it is, position,
/// firmware, and what is wrong with it: gone from its bus, or how many of its readings are
/// missing. Processors alike stand on one line. Strings that hardware made are printable. Pure.
[[nodiscard]] std::string device_tree(const OneReading& reading);

/// What could not be read, why, and what would let it be read; equal reasons stand together.
[[nodiscard]] std::string why_not(const OneReading& reading);

/// One line that names the machine, and where it was read when that was not this machine.
[[nodiscard]] std::string headline(const OneReading& reading, const std::string& root);

}  // namespace rackproof
