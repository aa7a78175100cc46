#pragma once

#include <string>

#include "schemas/store/keep_rules.h"
#include "schemas/toml/reader.h"

namespace rackproof {

/// The keys of [store] that say how long what is kept (docs/agent.md). What makes no sense is a
/// complaint of the reader.
[[nodiscard]] KeepRules read_keep_rules(TableReader& reader);

/// "readings 30 d, windows of 1 min 180 d, ...", for people; "everything, for ever".
[[nodiscard]] std::string keep_words(const KeepRules& rules);

}  // namespace rackproof
