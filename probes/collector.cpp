#include "probes/collector.h"

#include <algorithm>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "probes/device_index.h"
#include "probes/machine/thread_park.h"
#include "probes/neuron/claim_watch.h"
#include "probes/probe_pass.h"
#include "probes/sample_queue.h"
#include "probes/view_agreement.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto kStopPatience = 5s;    ///< For a pass that is under way.
constexpr auto kDrainPatience = 60s;  ///< For the sink, once all probes are still.
constexpr auto kParkPatience = 500ms;
constexpr std::size_t kQueueLimit = 200000;  ///< Samples and events: some minutes of a large node.

constexpr auto kDuration = metrics::named("probe_duration_seconds");
constexpr auto kSuccess = metrics::named("probe_success");
constexpr auto kDropped = metrics::named("samples_dropped_total");

bool hung_in_discovery(const Inventory& inventory, std::string_view probe) {
  return std::ranges::any_of(inventory.unreadable, [probe](const Unreadable& entry) {
    return entry.probe == probe && entry.what == "probe" && entry.why.kind == ErrorKind::timed_out;
  });
}

/// One probe and its thread. What the thread needs of itself; left with it when it hangs.
struct Lane {
  Lane(const Host& host, Probe& probe) : pass(host, probe), period(probe.period()) {
    record.name = probe.name();
  }

  ProbePass pass;                    ///< run() by the thread alone.
  std::vector<DeviceHandle> places;  ///< Of its devices; only touched by the thread.
  std::chrono::milliseconds period;
  DeviceHandle self = 0;  ///< The probe as a device.
  std::thread thread;     ///< Only touched by start() and stop().
  // From here on under the collector's lock.
  ProbeRecord record;
  pid_t number = 0;
  std::uint64_t served = 0;  ///< The last request that a finished pass began after.
  bool ended = false;
};

}  // namespace

struct Collector::State {
  State(const Host& its_host, const Inventory& inventory, SampleSink& its_sink)
      : host(its_host),
        sink(its_sink),
        devices(inventory.devices),
        agreement(inventory.devices, join_devices(inventory.devices).joins),
        claims(inventory.devices),
        index(inventory.devices) {
    self = index.place_of(probe_device_id(kCollectorName), DeviceKind::probe);
  }

  void run_lane(Lane& lane);
  Batch account(Lane& lane, PassOutcome outcome);
  void run_writer();
  Result<void> write(Batch all, std::int64_t dropped, bool last);
  bool all_lanes(bool (*holds)(const Lane&, std::uint64_t), std::uint64_t goal) const;
  void park_hung_lanes();
  void end_writer(std::unique_lock<std::mutex>& lock);

  const Host& host;
  SampleSink& sink;
  Devices devices;            ///< The writer's copy of the list; only touched by the writer.
  ViewAgreement agreement;    ///< Of host and BMC; only touched by the writer.
  neuron::ClaimWatch claims;  ///< Of the kernel log; only touched by the writer.
  std::optional<std::int64_t> dropped_told;  ///< Only touched by the writer.
  DeviceHandle self = 0;
  std::vector<std::unique_ptr<Lane>> lanes;  ///< Only changed by start() and stop().
  std::unique_ptr<std::thread> writer;       ///< Only touched by start() and stop().
  std::vector<ProbeRecord> skipped;          ///< Of probes that hung before we began.

  std::mutex mutex;
  std::condition_variable changed;
  // All of the following under the lock.
  DeviceIndex index;
  SampleQueue queue{kQueueLimit};
  std::uint64_t requests = 0;
  std::uint64_t written = 0;
  std::uint64_t commits_asked = 0;
  std::uint64_t commits_done = 0;
  bool started = false;
  bool stopping = false;
  bool closing = false;
  bool writer_ended = false;
  pid_t writer_number = 0;
  std::optional<Error> refused;
};

std::string probe_device_id(std::string_view probe) {
  return "node/probe:" + std::string(probe);
}

void Collector::State::run_lane(Lane& lane) {
  std::unique_lock lock(mutex);
  lane.number = this_thread_number();
  auto next = Steady::now();
  while (!lane.ended && !stopping) {
    const auto goal = requests;
    lock.unlock();
    auto outcome = lane.pass.run();
    lock.lock();
    queue.push(account(lane, std::move(outcome)));
    lane.served = goal;
    changed.notify_all();
    next = std::max(next + lane.period, Steady::now());
    changed.wait_until(lock, next,
                       [&] { return stopping || lane.ended || lane.served < requests; });
  }
  lane.ended = true;
  changed.notify_all();
}

/// Under the lock.
Batch Collector::State::account(Lane& lane, PassOutcome outcome) {
  if (outcome.found) {
    lane.places = index.places_of(*outcome.found);
  }
  auto& record = lane.record;
  Batch batch;
  if (outcome.reading) {
    batch = {std::move(outcome.reading->samples), std::move(outcome.reading->events)};
    relocate(batch.samples, lane.places);
  } else {
    record.last_failure = outcome.reading.error().message;
    lane.ended = outcome.over_for_good;
    if (lane.ended) {
      return batch;
    }
    ++record.failures;
  }
  ++record.passes;
  record.longest_seconds = std::max(record.longest_seconds, outcome.seconds);
  const auto now = host.clock.now();
  batch.samples.push_back({lane.self, kDuration, now, outcome.seconds});
  batch.samples.push_back({lane.self, kSuccess, now, std::int64_t{outcome.reading ? 1 : 0}});
  return batch;
}

void Collector::State::run_writer() {
  std::unique_lock lock(mutex);
  writer_number = this_thread_number();
  while (true) {
    changed.wait(lock, [&] { return closing || !queue.empty() || commits_done < commits_asked; });
    const auto asked = commits_asked;
    const bool committing = commits_done < asked;
    const auto mark = queue.pushed();
    auto batch = queue.take_all();
    auto found = index.take_new();
    devices.insert(devices.end(), found.begin(), found.end());
    const auto dropped = queue.dropped();
    const bool last = closing;
    lock.unlock();
    auto done = write(std::move(batch), dropped, last);
    if (done && committing) {
      done = sink.commit();
    }
    lock.lock();
    if (!done && !refused) {
      refused = std::move(done).error();
    }
    written = mark;
    commits_done = asked;
    changed.notify_all();
    if (last && queue.empty()) {
      break;
    }
  }
  writer_ended = true;
  changed.notify_all();
}

Result<void> Collector::State::write(Batch all, std::int64_t dropped, bool last) {
  if (dropped_told != dropped) {
    const auto now = host.clock.now();
    all.samples.push_back({self, kDropped, now, dropped});
    if (dropped > 0) {
      all.events.push_back({probe_device_id(kCollectorName), now, std::string(kCollectorName),
                            "samples_dropped", Severity::error,
                            std::to_string(dropped) + " samples and events dropped so far",
                            static_cast<std::uint64_t>(dropped)});
    }
    dropped_told = dropped;
  }
  auto views = agreement.take(all.samples, host.clock.now());
  std::ranges::move(views, std::back_inserter(all.events));
  auto ruled = claims.take(all.samples, all.events, host.clock.now());
  std::ranges::move(ruled, std::back_inserter(all.events));
  if (last) {
    std::ranges::move(claims.end(host.clock.now()), std::back_inserter(all.events));
  }
  if (!all.samples.empty()) {
    auto done = sink.append(devices, all.samples);
    if (!done) {
      return done;
    }
  }
  return all.events.empty() ? Result<void>() : sink.append(all.events);
}

Collector::Collector(const Host& host, const std::vector<std::unique_ptr<Probe>>& probes,
                     const Inventory& inventory, SampleSink& sink)
    : state_(std::make_unique<State>(host, inventory, sink)) {
  for (const auto& probe : probes) {
    auto lane = std::make_unique<Lane>(host, *probe);
    if (hung_in_discovery(inventory, probe->name())) {
      lane->record.last_failure = lane->record.name + ": discovery hangs";
      state_->skipped.push_back(std::move(lane->record));
      continue;
    }
    lane->self = state_->index.place_of(probe_device_id(probe->name()), DeviceKind::probe);
    state_->lanes.push_back(std::move(lane));
  }
}

Collector::~Collector() {
  if (state_->started) {
    static_cast<void>(stop());
  }
}

void Collector::start() {
  auto& state = *state_;
  const std::lock_guard lock(state.mutex);
  if (std::exchange(state.started, true)) {
    return;
  }
  state.writer = std::make_unique<std::thread>([&state] { state.run_writer(); });
  for (const auto& lane : state.lanes) {
    lane->thread = std::thread([&state, mine = lane.get()] { state.run_lane(*mine); });
  }
}

bool Collector::State::all_lanes(bool (*holds)(const Lane&, std::uint64_t),
                                 std::uint64_t goal) const {
  return std::ranges::all_of(lanes, [&](const auto& lane) { return holds(*lane, goal); });
}

bool Collector::read_now(std::chrono::nanoseconds patience) {
  auto& state = *state_;
  const auto deadline = Steady::now() + patience;
  const auto came_back = [](const Lane& lane, std::uint64_t goal) {
    return lane.ended || lane.served >= goal;
  };
  std::unique_lock lock(state.mutex);
  if (!state.started || state.stopping) {
    return false;
  }
  const auto goal = ++state.requests;
  state.changed.notify_all();
  const bool all =
      state.changed.wait_until(lock, deadline, [&] { return state.all_lanes(came_back, goal); });
  for (const auto& lane : state.lanes) {
    if (!came_back(*lane, goal)) {
      lane->record.last_failure = lane->record.name + ": did not come back in time";
    }
  }
  const auto pushed = state.queue.pushed();
  const bool kept =
      state.changed.wait_until(lock, deadline, [&] { return state.written >= pushed; });
  return all && kept;
}

bool Collector::commit(std::chrono::nanoseconds patience) {
  auto& state = *state_;
  std::unique_lock lock(state.mutex);
  if (!state.started || state.stopping) {
    return false;
  }
  const auto goal = ++state.commits_asked;
  state.changed.notify_all();
  return state.changed.wait_for(lock, patience, [&] { return state.commits_done >= goal; }) &&
         !state.refused;
}

void Collector::add(Samples samples, Events events) {
  const std::lock_guard lock(state_->mutex);
  state_->queue.push({std::move(samples), std::move(events)});
  state_->changed.notify_all();
}

/// The lock is held: so the thread cannot hold it, and never will.
void Collector::State::park_hung_lanes() {
  for (auto& lane : lanes) {
    if (lane->ended || !park_thread(lane->number, kParkPatience)) {
      continue;
    }
    ++lane->record.failures;
    lane->record.last_failure = lane->record.name + ": hangs, and was left behind";
    skipped.push_back(lane->record);
    static_cast<void>(lane.release());
  }
  std::erase(lanes, nullptr);
}

void Collector::State::end_writer(std::unique_lock<std::mutex>& lock) {
  closing = true;
  changed.notify_all();
  if (!changed.wait_for(lock, kDrainPatience, [&] { return writer_ended; }) &&
      park_thread(writer_number, kParkPatience)) {
    refused = Error{ErrorKind::timed_out, "the sink of the samples hangs"};
    static_cast<void>(writer.release());
  }
}

Result<std::vector<ProbeRecord>> Collector::stop() {
  auto& state = *state_;
  std::unique_lock lock(state.mutex);
  std::vector<ProbeRecord> records;
  if (std::exchange(state.started, false)) {
    state.stopping = true;
    state.changed.notify_all();
    std::ranges::for_each(state.lanes, [](const auto& lane) { lane->pass.hurry(); });
    const auto ended = [](const Lane& lane, std::uint64_t) { return lane.ended; };
    state.changed.wait_for(lock, kStopPatience, [&] { return state.all_lanes(ended, 0); });
    state.park_hung_lanes();
    state.end_writer(lock);
    lock.unlock();
    for (const auto& lane : state.lanes) {
      lane->thread.join();
    }
    if (state.writer) {
      state.writer->join();
    }
  }
  if (state.refused) {
    return *state.refused;
  }
  records = state.skipped;
  for (const auto& lane : state.lanes) {
    records.push_back(lane->record);
  }
  std::ranges::sort(records, {}, &ProbeRecord::name);
  return records;
}

}  // namespace rackproof
