#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "probes/kmsg/kernel_log_mark.h"
#include "probes/probe.h"
#include "probes/probe_schedule.h"
#include "schemas/inventory.h"
#include "schemas/run_record.h"

namespace rackproof {

/// Where collected data goes; called by the collector's one writer thread only.
class SampleSink {
 public:
  virtual ~SampleSink() = default;
  SampleSink() = default;
  SampleSink(const SampleSink&) = delete;
  SampleSink& operator=(const SampleSink&) = delete;
  SampleSink(SampleSink&&) = delete;
  SampleSink& operator=(SampleSink&&) = delete;

  /// `devices` is the inventory's list that Sample::device indexes; it only ever grows at its end.
  virtual Result<void> append(const Devices& devices, const Samples& samples) = 0;
  virtual Result<void> append(const Events& events) = 0;
  /// Makes all that was appended last beyond a crash; for sinks that can.
  virtual Result<void> commit() { return {}; }
};

/// Discovers with every probe and puts the machine together: devices sorted and unique, software,
/// hypervisor, identity. A probe that fails becomes Unreadable; so does one that hangs (timed_out),
/// which is then never called again. All discover beside each other, so it takes as long as the
/// most patient of them. `beat`, where given, is called about once a second meanwhile, by the
/// caller's thread.
Inventory take_inventory(const Host& host, const std::vector<std::unique_ptr<Probe>>& probes,
                         const std::function<void()>& beat = {});

/// How a collector paces itself. As it stands, for a run that ends soon: every probe begins at
/// once, what is read is written at once, what is absent stays absent.
struct CollectorPace {
  /// Instead of Probe::period(), by the probe's name.
  std::map<std::string, std::chrono::milliseconds, std::less<>> periods = {};
  /// Of /etc/machine-id, say. Spreads the passes of a fleet (fleet_phase); "" = begin at once.
  std::string machine_id = {};
  SuspendRule suspend = {};
  std::chrono::milliseconds absent_again{0};  ///< Ask an absent source again; 0 = never.
  /// The writer wakes so often, and not for every batch; 0 = for every batch.
  std::chrono::milliseconds gather{0};
  std::chrono::milliseconds commit_every{0};  ///< With gather; 0 = only when asked to.
  /// With gather: suspensions, passes that hang and steps of the wall clock become events, missed
  /// passes a counter.
  bool is_told = false;
  /// With gather: probes whose passes are brisk are read by one thread in one wake-up (RoundPlace).
  /// One that hangs in it keeps the others waiting until the writer's next round, a tenth of a
  /// second behind their tick where `gather` divides their periods; then it has a thread of its
  /// own.
  bool shares_round = false;
  /// How far the kernel log was told before: it is not told again.
  KernelLogMark kernel_log = {};
  /// Before each commit, on the writer's thread: lines of the kernel log whose claims are open.
  std::function<void(std::vector<std::uint64_t>)> on_open_claims = {};
};

/// Reads every probe by its own period into a bounded queue, on a thread of its own or, where the
/// pace says so, with others that are brisk; one writer thread hands batches to the sink. A probe
/// that hangs costs its own samples only: stop() waits for it for a bounded time, then parks its
/// thread (probes/machine/thread_park.h), which from then on runs no line of the probe and is left
/// to the end of the process. So everything given may be destroyed after stop(), hung probe or not.
class Collector {
 public:
  /// Everything given outlives the collector. `inventory` must come from take_inventory over the
  /// same probes.
  Collector(const Host& host, const std::vector<std::unique_ptr<Probe>>& probes,
            const Inventory& inventory, SampleSink& sink, CollectorPace pace = {});
  ~Collector();
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;
  Collector(Collector&&) = delete;
  Collector& operator=(Collector&&) = delete;

  /// Starts all threads. Once.
  void start();
  /// Makes every probe read once now and waits until those samples are in the sink, at most
  /// `patience`; false when some probe did not come back in time (its name is in its record).
  bool read_now(std::chrono::nanoseconds patience);
  /// Waits until everything that was read or added so far is committed by the sink, at most
  /// `patience`; false when that failed or took longer.
  bool commit(std::chrono::nanoseconds patience);
  /// Queues samples and events made elsewhere (a workload's windows); Sample::device indexes the
  /// inventory's devices. Safe from any thread. What a full queue cannot take is dropped, counted
  /// in samples_dropped_total on "node/probe:collector" and told by an event "samples_dropped".
  void add(Samples samples, Events events);
  /// Rounds that the writer has come to the end of: where it stands still, the sink does. Counts
  /// on with nothing to write, where the pace gathers.
  [[nodiscard]] std::uint64_t rounds() const;
  /// Ends all threads, drains the queue, and says how each probe did, or the first thing that the
  /// sink refused.
  Result<std::vector<ProbeRecord>> stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Name under which the collector speaks of itself.
inline constexpr std::string_view kCollectorName = "collector";

/// Samples a probe's passes leave about themselves (probe_duration_seconds, probe_success) go to
/// this device: "node/probe:<name>".
[[nodiscard]] std::string probe_device_id(std::string_view probe);

}  // namespace rackproof
