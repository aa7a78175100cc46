#pragma once

#include "schemas/toml/reader.h"
#include "schemas/toml/reference_reader.h"

namespace rackproof {

/// The tables of a reference that say what the machine is: identity, parts, topology, software.
/// Notes in `result.places` where each part stands.
void read_machine(TableReader& top, ReadReference& result, Findings& findings);

}  // namespace rackproof
