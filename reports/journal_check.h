#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/readings_check.h"
#include "reports/seal/signature.h"
#include "schemas/result.h"
#include "schemas/run_record.h"

namespace rackproof {

/// Both members of a bundle's journal, whole.
struct JournalParts {
  std::string_view lines;
  std::string_view checkpoints;
};

/// What a journal that holds says.
struct JournalFound {
  std::uint64_t lines = 0;
  std::uint64_t checkpoints = 0;
  std::uint64_t signed_checkpoints = 0;
  std::string root;       ///< Hex.
  ToldReadings readings;  ///< To be held against the samples.

  /// For people, one line.
  [[nodiscard]] std::string sentence() const;
};

/// A key that the verifier knows, and whether checkpoints of this run that it signed count.
struct CheckpointKey {
  seal::PublicKey key;
  std::string refusal = {};  ///< A sentence on why they do not; "" = they do.
};

/// Whether the journal is that of `record`, without a gap and in order; each checkpoint, in order,
/// of this very tree and, where it is signed, by one of `keys` that counts; and whether the record
/// tells the steps and disturbances that the journal tells. One line at a time: what is held of the
/// tree is a hash for each bit of its size. Error{untrusted} with member and number.
Result<JournalFound> judge_journal(const JournalParts& parts, const RunRecord& record,
                                   std::span<const CheckpointKey> keys);

}  // namespace rackproof
