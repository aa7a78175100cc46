#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"
#include "schemas/tree_head.h"

/// journal.checkpoints: every checkpoint of a run's journal, in order. One is a tree head, an empty
/// line and its signature lines, if there are any; another empty line ends it.
namespace rackproof {

struct JournalCheckpoint {
  TreeHead head;
  bool is_signed = false;
  std::string bytes;  ///< As a signed note, without the line that ends it.
};

struct JournalCheckpoints {
  std::vector<JournalCheckpoint> all;
  std::uint64_t whole_bytes = 0;  ///< Up to the end of the last whole one; the rest was torn.
};

inline constexpr std::size_t kMostCheckpoints = 100'000;

/// `note`: a tree head, an empty line, signature lines. As it stands in the file.
[[nodiscard]] std::string checkpoint_entry(std::string_view note);
/// Error{malformed} with its number for one that is none. A last one without its end is left out.
Result<JournalCheckpoints> read_journal_checkpoints(std::string_view text);

}  // namespace rackproof
