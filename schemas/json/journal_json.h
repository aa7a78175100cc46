#pragma once

#include <string>
#include <string_view>

#include "schemas/result.h"
#include "schemas/run_journal.h"

namespace rackproof {

/// One line with its newline: {"event": "step", ...}.
[[nodiscard]] std::string encode_journal_line(const JournalLine& line);
/// `text` without newline. Strict: unknown and missing members are malformed.
Result<JournalLine> decode_journal_line(std::string_view text);

}  // namespace rackproof
