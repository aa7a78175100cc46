#pragma once

#include "schemas/toml/finding.h"
#include "schemas/toml/reference.h"
#include "schemas/toml/tree.h"

namespace rackproof {

/// Follows `extends` from `document` down to its base and merges upwards: parts by kind, phases and
/// criteria by id, key by key; a number (inline table), a list of words and every other table is
/// replaced whole. The result carries reference.overlays instead of reference.extends. The same
/// key twice within one layer is a finding; a chain that closes on itself, and a base that
/// `lookup` does not give, is the Error.
Result<TomlTable> resolve_overlays(const ReferenceText& document, const ReferenceLookup& lookup,
                                   Findings& findings);

}  // namespace rackproof
