#pragma once

#include <string>

#include "probes/read_once.h"

namespace rackproof {

/// The machine as a tree in at most 80 columns: what the node sits in, the node, its accelerators
/// with their cores, memory and links, then all else; of each its name, what it is, position,
/// firmware, and what is wrong with it: gone from its bus, silent, unhealthy, errors counted, how
/// many of its readings are missing. Processors alike, and parts of an accelerator alike, stand on
/// one line; one that has something against it has a line of its own. Devices that must be here
/// and are not are drawn as MISSING in their place, and a last line counts them. Strings that
/// hardware made are printable. Pure.
[[nodiscard]] std::string device_tree(const OneReading& reading);

}  // namespace rackproof
