#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/agent_config.h"
#include "cli/agent_store.h"
#include "probes/collector.h"
#include "probes/machine/clock.h"
#include "probes/sinks/exposition.h"
#include "probes/sinks/fan_out.h"
#include "probes/sinks/guarded.h"
#include "probes/sinks/json_lines.h"

namespace rackproof {

/// All ways out of an agent under one configuration. One that refuses keeps nothing from the
/// others. Fed by one thread; what is asked may be asked by any.
class AgentOutputs final : public SampleSink {
 public:
  /// The clock outlives it; `pushes` are at work already. Error{...} of the store, or of labels
  /// that cannot be put on a line.
  static Result<std::unique_ptr<AgentOutputs>> open(const AgentConfig& config, const Clock& clock,
                                                    const Inventory& inventory,
                                                    std::vector<WorkingPush> pushes = {});

  /// For open().
  explicit AgentOutputs(const Clock& clock) : clock_(clock), beat_(clock.monotonic()) {}

  Result<void> append(const Devices& devices, const Samples& samples) override;
  Result<void> append(const Events& events) override;
  Result<void> commit() override;

  /// Commits and closes; afterwards only destruction is allowed. What the store could not take.
  Result<void> close();
  /// Leaves behind what hangs in the hands of a thread that was parked.
  void abandon();

  /// Which way out does not take what is read, or did not all of it from one commit to the next,
  /// and why: "store: disk full"; "" = all do.
  [[nodiscard]] std::string trouble() const;
  /// Which pushes deliver nothing, and why; "" = none. What they were given is safe in their spool,
  /// so that is no trouble.
  [[nodiscard]] std::string push_trouble() const;
  /// How long ago the last batch or commit was through.
  [[nodiscard]] std::chrono::nanoseconds silence() const {
    return clock_.monotonic() - beat_.load();
  }
  /// AgentStore::kernel_log(); nothing told where nothing is stored.
  [[nodiscard]] KernelLogMark kernel_log() const;
  /// AgentStore::hold_open(), on the writer's thread.
  void hold_open(std::vector<std::uint64_t> lines);
  /// nullptr where nothing is served.
  [[nodiscard]] const Exposition* exposition() const { return exposition_.get(); }
  [[nodiscard]] SinkStates states() const { return fan_out_->states(); }
  /// What the last writer of the store left undone; "" = nothing.
  [[nodiscard]] std::string recovery_note() const;

 private:
  void gather();
  void look_back();
  void settle();

  const Clock& clock_;
  std::unique_ptr<AgentStore> store_;
  std::unique_ptr<Exposition> exposition_;
  std::unique_ptr<JsonLines> json_lines_;
  std::vector<WorkingPush> pushes_;
  std::unique_ptr<FanOut> fan_out_;     ///< Of those above that there are.
  std::vector<std::int64_t> failures_;  ///< Of each, at the last commit; of the writer alone.
  Guarded<std::string> behind_{""};     ///< What failed between the last two commits.
  std::atomic<std::chrono::nanoseconds> beat_;
  int commits_ = 0;  ///< Since memory was last given back; of the writer alone.
};

}  // namespace rackproof
