#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schemas/time.h"

namespace rackproof {

/// One reading within a line of a journal. Where the line lists it as late, `leaf` is "".
struct ReadingShown {
  std::string device;
  std::string metric;
  UtcTime taken_at;
  std::string leaf;               ///< The text of its leaf (schemas/reading_leaf.h).
  std::uint64_t index = 0;        ///< Of the leaf.
  std::vector<std::string> path;  ///< Base64, in the tree that the line names.

  bool operator==(const ReadingShown&) const = default;
};

/// One line of a run's journal with what shows that it is one, and that a reading is in it. It is
/// held against the run record alone, which names the journal's root.
struct JournalProof {
  std::string run_id;
  std::uint64_t index = 0;        ///< Of the line.
  std::string line;               ///< Without its newline.
  std::vector<std::string> path;  ///< Base64.
  std::optional<ReadingShown> reading;

  bool operator==(const JournalProof&) const = default;
};

}  // namespace rackproof
