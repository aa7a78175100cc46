#pragma once

#include <string>
#include <string_view>

#include "schemas/result.h"
#include "schemas/run_journal.h"

namespace rackproof {

/// The journal's next line with its newline, {"event": "step", ..., "sequence": "7", "before":
/// "hex"}; `end` moves on. Every line holds the hash of the line before it.
[[nodiscard]] std::string encode_journal_line(const JournalLine& line, JournalEnd& end);

/// `text` without newline, which must be the one after `end`, which moves on. Strict: unknown and
/// missing members are malformed, and so is a line with another number or after another line.
Result<JournalLine> decode_journal_line(std::string_view text, JournalEnd& end);

/// The same wherever it stands: for a line that was handed out alone.
Result<JournalLine> decode_journal_line(std::string_view text);

}  // namespace rackproof
