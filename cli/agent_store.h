#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "probes/collector.h"
#include "probes/kmsg/kernel_log_mark.h"
#include "probes/machine/clock.h"
#include "probes/sinks/guarded.h"
#include "schemas/store/store.h"

namespace rackproof {

/// An agent's store as a way out that outlives trouble: while the disk refuses, what is read waits
/// in memory up to a bound; what then falls out is counted, and told by an event "samples_lost"
/// once the disk takes again. Records of the kernel log that an earlier agent of the same boot has
/// stored are not stored twice. Used by one thread at a time, but for trouble().
class AgentStore final : public SampleSink {
 public:
  /// Samples and events that may wait for the disk.
  static constexpr std::size_t kMostWaiting = 500'000;

  /// Opens the store at `path`, or makes one. `boot_id` is the machine's.
  static Result<std::unique_ptr<AgentStore>> open(const std::string& path,
                                                  const std::string& boot_id,
                                                  std::size_t most_waiting = kMostWaiting);

  /// For open().
  AgentStore(std::unique_ptr<Store> store, std::string boot_id, std::size_t most_waiting);

  Result<void> append(const Devices& devices, const Samples& samples) override;
  Result<void> append(const Events& events) override;
  /// What was appended is on the disk when it returns without an error.
  Result<void> commit() override;
  /// From here on commit() forgets in order what the rules do not keep, for some 50 ms at most. The
  /// clock outlives it.
  Result<void> keep(const KeepRules& rules, const Clock& clock);
  /// What stands against keep(), for people; "" = nothing.
  [[nodiscard]] const std::string& keep_note() const { return keep_note_; }

  /// Commits and marks the store as closed in order; afterwards only destruction is allowed.
  Result<void> close();

  /// How far the kernel log of this boot was told when the store was opened.
  [[nodiscard]] const KernelLogMark& kernel_log() const { return before_; }
  /// Lines of the kernel log whose claims are open, to be noted with the next commit.
  void hold_open(std::vector<std::uint64_t> lines) { mark_.open = std::move(lines); }

  [[nodiscard]] const StoreRecovery& recovery() const { return store_->recovery(); }
  /// Why the disk does not take what is read, from the first refusal to the next commit that went
  /// well; "" = it does. Any thread.
  [[nodiscard]] std::string trouble() const;

 private:
  void fare(const Result<void>& done);
  Result<void> refuse(std::size_t count);
  void tell_lost();
  void tell_too_late();
  Result<void> forget();

  std::unique_ptr<Store> store_;
  std::string boot_id_;
  std::size_t most_waiting_;
  std::size_t lost_ = 0;  ///< Since it was last told.
  std::uint64_t losses_told_ = 0;
  KernelLogMark before_;  ///< Of what was stored before we began.
  KernelLogMark mark_;    ///< Of all that we were given.
  KernelLogMark noted_;   ///< As the store's note says.
  UtcTime last_seen_;     ///< Stamp of the newest that was refused.
  KeepRules rules_;
  const Clock* clock_ = nullptr;  ///< None: everything is kept.
  std::string keep_note_;
  std::int64_t too_late_told_ = 0;
  Guarded<std::string> trouble_{""};
};

}  // namespace rackproof
