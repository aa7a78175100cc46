#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "certsuite/journal_keeper.h"
#include "certsuite/journal_sink.h"
#include "certsuite/reading_stretches.h"
#include "certsuite/readings_behind.h"
#include "certsuite/store_sink.h"
#include "probes/machine/clock.h"
#include "schemas/result.h"
#include "schemas/run_journal.h"
#include "schemas/run_record.h"
#include "schemas/time.h"

namespace rackproof {

/// What a run keeps while it goes on, in its state directory: the live store, the journal, the
/// logs; all of it can be gone on with after a crash. finish() makes the bundle's part of it in the
/// output directory. Owned by the runner; the sink is the collector's.
class EvidenceStore {
 public:
  struct Place {
    std::string state;   ///< Made where it is missing.
    std::string output;  ///< Must be vacant; made by finish().
    std::uint64_t least_free_bytes = 0;
    std::optional<std::uint64_t> journal_bytes = {};  ///< Whole part of the journal to go on with.
    JournalEnd journal_end = {};                      ///< Where that part ends.
    ReadingsBehind readings = {};                     ///< What that part tells of readings.
    std::string run_id = {};
    SignHead sign = {};
  };

  /// Begins, or goes on with what is there where `journal_bytes` are given. Refuses a state that
  /// is there already when it is to begin, and a filesystem with too little room; a refused
  /// directory is left as it was.
  static Result<std::unique_ptr<EvidenceStore>> open(const Place& place, const Clock& clock);

  EvidenceStore(Place place, std::unique_ptr<Store> store, std::unique_ptr<JournalKeeper> journal,
                ReadingStretches stretches, const Clock& clock);

  [[nodiscard]] SampleSink& sink() { return sink_; }
  /// On the disk when it returns.
  Result<void> note(const JournalLine& line) { return journal_->note(line); }
  [[nodiscard]] bool journal_is_new() const { return journal_->is_new(); }
  /// The last moment that the samples on the disk know of when it was opened; none = a new store.
  [[nodiscard]] std::optional<UtcTime> known_until() const { return known_until_; }

  /// After the collector has stopped: ends the journal and writes samples.db, events.jsonl, logs/,
  /// journal.jsonl and journal.checkpoints to the output. What the journal came to.
  Result<JournalSummary> finish(const RunEnded& ended);

  /// Where step `index` may have its private directory, on the output's filesystem.
  [[nodiscard]] std::string scratch_path(std::size_t index) const;
  /// Path in the state directory of a log with this bundle path ("logs/01-a.log").
  [[nodiscard]] std::string log_path(const std::string& member) const;
  /// True when there is something in the log; an empty one is removed.
  static bool keep_log(const std::string& path);

 private:
  Result<void> write_output();

  Place place_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<JournalKeeper> journal_;
  StoreSink store_sink_;
  JournalSink sink_;
  std::optional<UtcTime> known_until_;
};

}  // namespace rackproof
