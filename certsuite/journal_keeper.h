#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "probes/machine/clock.h"
#include "probes/machine/journal_file.h"
#include "schemas/journal_checkpoints.h"
#include "schemas/result.h"
#include "schemas/run_journal.h"
#include "schemas/run_record.h"
#include "schemas/tree_head.h"

namespace rackproof {

/// A tree head as a signed note; empty = nobody signs at this run.
using SignHead = std::function<Result<std::string>(const TreeHead&)>;

/// Names inside the state directory and the bundle.
inline constexpr std::string_view kJournalName = "journal.jsonl";
inline constexpr std::string_view kCheckpointsName = "journal.checkpoints";

/// The journal of a run on the disk: lines that only grow, and checkpoints over them while the run
/// goes on. Any thread.
class JournalKeeper {
 public:
  static constexpr std::uint64_t kLinesBetween = 64;  ///< Two checkpoints.
  static constexpr auto kTimeBetween = std::chrono::minutes(5);

  struct Place {
    std::string directory;
    std::string origin;
    std::uint64_t bytes = 0;  ///< Whole part of the journal to go on with.
    JournalEnd end = {};      ///< Where that part ends.
    SignHead sign = {};
  };

  /// Goes on behind `place.bytes`. Error{malformed} where a checkpoint is there of more lines than
  /// the journal has: it lost some.
  static Result<std::unique_ptr<JournalKeeper>> open(Place place, const Clock& clock);

  JournalKeeper(Place place, JournalFile lines, JournalFile checkpoints,
                const JournalCheckpoints& before, const Clock& clock);

  /// On the disk when it returns.
  Result<void> note(const JournalLine& line);
  [[nodiscard]] bool is_new() const;
  /// The last checkpoint, over all there is, and both files copied into `directory`.
  Result<JournalSummary> finish(const std::string& directory);

 private:
  Result<void> make_checkpoint();

  mutable std::mutex mutex_;
  Place place_;
  JournalFile lines_;
  JournalFile checkpoints_;
  const Clock& clock_;
  JournalSummary summary_;
  std::uint64_t lines_at_checkpoint_ = 0;
  std::chrono::nanoseconds checkpoint_at_;
};

}  // namespace rackproof
