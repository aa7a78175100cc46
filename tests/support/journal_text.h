#pragma once

#include <string>
#include <vector>

#include "schemas/json/journal_json.h"
#include "schemas/run_journal.h"

namespace rackproof::testing {

/// A journal as a run writes it; `end` moves on.
inline std::string journal_text(const std::vector<JournalLine>& lines, JournalEnd& end) {
  std::string text;
  for (const auto& line : lines) {
    text += encode_journal_line(line, end);
  }
  return text;
}

inline std::string journal_text(const std::vector<JournalLine>& lines) {
  JournalEnd end;
  return journal_text(lines, end);
}

}  // namespace rackproof::testing
