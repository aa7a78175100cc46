#include "probes/collector.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "probes/collector_lane.h"
#include "probes/collector_remarks.h"
#include "probes/device_index.h"
#include "probes/machine/thread_park.h"
#include "probes/sample_queue.h"

namespace rackproof {
namespace {

using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto kStopPatience = 5s;    ///< For a pass that is under way.
constexpr auto kDrainPatience = 60s;  ///< For the sink, once all probes are still.
constexpr auto kParkPatience = 500ms;
constexpr std::size_t kQueueLimit = 200000;  ///< Samples and events: some minutes of a large node.

ScheduleTime moment_now() {
  return Steady::now().time_since_epoch();
}

bool hung_in_discovery(const Inventory& inventory, std::string_view probe) {
  return std::ranges::any_of(inventory.unreadable, [probe](const Unreadable& entry) {
    return entry.probe == probe && entry.what == "probe" && entry.why.kind == ErrorKind::timed_out;
  });
}

/// A probe that begins at once has its grid from there on; one of a fleet has its place in the
/// grid of its machine.
LanePace pace_of(const CollectorPace& pace, const Probe& probe, ScheduleTime start) {
  LanePace lane;
  const auto own = pace.periods.find(probe.name());
  lane.schedule = {.period = own == pace.periods.end() ? probe.period() : own->second,
                   .suspend = pace.suspend,
                   .absent_again = pace.absent_again};
  lane.is_told = pace.is_told;
  lane.origin = pace.machine_id.empty()
                    ? start
                    : fleet_phase(pace.machine_id, probe.name(), lane.schedule.period);
  return lane;
}

/// A lane and its thread; left with the thread when it hangs.
struct Lane : CollectorLane {
  using CollectorLane::CollectorLane;

  std::thread thread;  ///< Only touched by start() and stop().
  // From here on under the collector's lock.
  std::condition_variable wake;
  pid_t number = 0;
  std::uint64_t served = 0;  ///< The last request that a finished pass began after.
  bool ended = false;
};

}  // namespace

struct Collector::State {
  State(const Host& its_host, const Inventory& inventory, SampleSink& its_sink,
        CollectorPace its_pace)
      : host(its_host),
        sink(its_sink),
        pace(std::move(its_pace)),
        devices(inventory.devices),
        index(inventory.devices),
        remarks(host.clock, inventory.devices,
                {.self = index.place_of(probe_device_id(kCollectorName), DeviceKind::probe),
                 .watches_clock = pace.is_told,
                 .kernel_log = pace.kernel_log}) {}

  void run_lane(Lane& lane);
  void wait_for_turn(Lane& lane, std::unique_lock<std::mutex>& lock);
  void push(Batch batch);
  void run_writer();
  void wait_for_work(std::unique_lock<std::mutex>& lock);
  bool has_to_commit();
  Result<void> write(Batch all, std::int64_t dropped, bool last);
  bool all_lanes(bool (*holds)(const Lane&, std::uint64_t), std::uint64_t goal) const;
  void wake_lanes();
  void park_hung_lanes();
  void end_writer(std::unique_lock<std::mutex>& lock);

  const Host& host;
  SampleSink& sink;
  const CollectorPace pace;
  Devices devices;           ///< The writer's copy of the list; only touched by the writer.
  ScheduleTime committed{};  ///< When last by itself; only touched by the writer.
  std::vector<std::unique_ptr<Lane>> lanes;  ///< Only changed by start() and stop().
  std::unique_ptr<std::thread> writer;       ///< Only touched by start() and stop().
  std::vector<ProbeRecord> skipped;          ///< Of probes that hung before we began.

  std::mutex mutex;
  std::condition_variable work;  ///< The writer waits for it.
  std::condition_variable done;  ///< Whoever asked for something waits for it.
  // All of the following under the lock.
  DeviceIndex index;
  CollectorRemarks remarks;  ///< Only touched by the writer.
  SampleQueue queue{kQueueLimit};
  std::uint64_t requests = 0;
  std::uint64_t written = 0;
  std::uint64_t commits_asked = 0;
  std::uint64_t commits_done = 0;
  std::uint64_t rounds = 0;
  int awaited = 0;  ///< Callers that wait for what is in the queue.
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
  wait_for_turn(lane, lock);
  while (!lane.over && !stopping) {
    const auto goal = requests;
    lane.begin(moment_now());
    lock.unlock();
    auto outcome = lane.pass().run();
    lock.lock();
    push(lane.end(std::move(outcome), moment_now(), index));
    lane.served = goal;
    lane.ended = lane.over;
    done.notify_all();
    wait_for_turn(lane, lock);
  }
  lane.ended = true;
  done.notify_all();
}

void Collector::State::wait_for_turn(Lane& lane, std::unique_lock<std::mutex>& lock) {
  lane.wake.wait_until(lock, Steady::time_point(lane.due()),
                       [&] { return stopping || lane.over || lane.served < requests; });
}

/// Under the lock.
void Collector::State::push(Batch batch) {
  queue.push(std::move(batch));
  if (pace.gather.count() == 0 || awaited > 0) {
    work.notify_one();
  }
}

/// Where the writer gathers it wakes by itself, and then looks after those that hang.
void Collector::State::wait_for_work(std::unique_lock<std::mutex>& lock) {
  const auto is_urgent = [&] {
    const bool waited_for = pace.gather.count() == 0 || awaited > 0;
    return closing || commits_done < commits_asked || (waited_for && !queue.empty());
  };
  if (pace.gather.count() == 0) {
    work.wait(lock, is_urgent);
    return;
  }
  work.wait_for(lock, pace.gather, is_urgent);
  for (const auto& lane : lanes) {
    queue.push(lane->reproach(moment_now()));
  }
}

/// By the writer alone: whether it is time to make things last without being asked.
bool Collector::State::has_to_commit() {
  const auto now = moment_now();
  if (pace.commit_every.count() == 0 || now - committed < pace.commit_every) {
    return false;
  }
  committed = now;
  return true;
}

void Collector::State::run_writer() {
  std::unique_lock lock(mutex);
  writer_number = this_thread_number();
  while (true) {
    wait_for_work(lock);
    const auto asked = commits_asked;
    const bool committing = has_to_commit() || commits_done < asked;
    const auto mark = queue.pushed();
    auto batch = queue.take_all();
    auto found = index.take_new();
    devices.insert(devices.end(), found.begin(), found.end());
    const auto dropped = queue.dropped();
    const bool last = closing;
    lock.unlock();
    auto kept = write(std::move(batch), dropped, last);
    if (kept && committing) {
      kept = sink.commit();
    }
    lock.lock();
    if (!kept && !refused) {
      refused = std::move(kept).error();
    }
    written = mark;
    commits_done = asked;
    ++rounds;
    done.notify_all();
    if (last && queue.empty()) {
      break;
    }
  }
  writer_ended = true;
  done.notify_all();
}

Result<void> Collector::State::write(Batch all, std::int64_t dropped, bool last) {
  remarks.add_to(all, dropped);
  if (last) {
    remarks.end(all);
  }
  if (pace.on_open_claims) {
    pace.on_open_claims(remarks.open_lines());
  }
  if (!all.samples.empty()) {
    auto kept = sink.append(devices, all.samples);
    if (!kept) {
      return kept;
    }
  }
  return all.events.empty() ? Result<void>() : sink.append(all.events);
}

Collector::Collector(const Host& host, const std::vector<std::unique_ptr<Probe>>& probes,
                     const Inventory& inventory, SampleSink& sink, CollectorPace pace)
    : state_(std::make_unique<State>(host, inventory, sink, std::move(pace))) {
  const auto start = moment_now();
  for (const auto& probe : probes) {
    auto lane = std::make_unique<Lane>(host, *probe, pace_of(state_->pace, *probe, start), start);
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
  ++state.awaited;
  state.wake_lanes();
  const bool all =
      state.done.wait_until(lock, deadline, [&] { return state.all_lanes(came_back, goal); });
  for (const auto& lane : state.lanes) {
    if (!came_back(*lane, goal)) {
      lane->record.last_failure = lane->record.name + ": did not come back in time";
    }
  }
  const auto pushed = state.queue.pushed();
  state.work.notify_one();
  const bool kept = state.done.wait_until(lock, deadline, [&] { return state.written >= pushed; });
  --state.awaited;
  return all && kept;
}

bool Collector::commit(std::chrono::nanoseconds patience) {
  auto& state = *state_;
  std::unique_lock lock(state.mutex);
  if (!state.started || state.stopping) {
    return false;
  }
  const auto goal = ++state.commits_asked;
  state.work.notify_one();
  return state.done.wait_for(lock, patience, [&] { return state.commits_done >= goal; }) &&
         !state.refused;
}

void Collector::add(Samples samples, Events events) {
  const std::lock_guard lock(state_->mutex);
  state_->push({std::move(samples), std::move(events)});
}

std::uint64_t Collector::rounds() const {
  const std::lock_guard lock(state_->mutex);
  return state_->rounds;
}

/// Under the lock.
void Collector::State::wake_lanes() {
  for (const auto& lane : lanes) {
    lane->wake.notify_all();
  }
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
  work.notify_one();
  if (!done.wait_for(lock, kDrainPatience, [&] { return writer_ended; }) &&
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
    state.wake_lanes();
    std::ranges::for_each(state.lanes, [](const auto& lane) { lane->pass().hurry(); });
    const auto ended = [](const Lane& lane, std::uint64_t) { return lane.ended; };
    state.done.wait_for(lock, kStopPatience, [&] { return state.all_lanes(ended, 0); });
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
