#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "certsuite/store_sink.h"
#include "probes/machine/clock.h"
#include "probes/machine/scratch.h"
#include "schemas/result.h"

namespace rackproof {

/// The output directory while a run fills it: a hidden working directory with the live store, and
/// logs/. Owned by the runner; the sink is the collector's.
class EvidenceStore {
 public:
  /// Refuses a directory that is not vacant or whose filesystem has too little room; a refused
  /// directory is left as it was.
  static Result<std::unique_ptr<EvidenceStore>> open(const std::string& output, const Clock& clock,
                                                     std::uint64_t least_free_bytes);

  EvidenceStore(std::string output, ScratchDirectory working, std::unique_ptr<Store> store,
                const Clock& clock);

  [[nodiscard]] SampleSink& sink() { return sink_; }

  /// After the collector has stopped: writes samples.db and events.jsonl. The working directory
  /// goes with this object.
  Result<void> finish(const std::string& run_id);

  /// Where step `index` may have its private directory, on the output's filesystem.
  [[nodiscard]] static std::string scratch_path(const std::string& output, std::size_t index);
  /// True when there is something in the log; an empty one is removed.
  static bool keep_log(const std::string& path);

 private:
  std::string output_;
  ScratchDirectory working_;
  std::unique_ptr<Store> store_;
  StoreSink sink_;
};

}  // namespace rackproof
