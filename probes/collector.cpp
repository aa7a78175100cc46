#include "probes/collector.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "probes/collector_crew.h"
#include "probes/collector_lane.h"
#include "probes/collector_writer.h"
#include "probes/device_index.h"
#include "probes/machine/thread_park.h"
#include "probes/sample_queue.h"

namespace rackproof {
namespace {

using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto kStopPatience = 5s;           ///< For a pass that is under way.
constexpr auto kDrainPatience = 60s;         ///< For the sink, once all probes are still.
constexpr auto kParkPatience = 500ms;        ///< For the writer.
constexpr std::size_t kQueueLimit = 200000;  ///< Samples and events: some minutes of a large node.

ScheduleTime moment_now() {
  return Steady::now().time_since_epoch();
}

bool hung_in_discovery(const Inventory& inventory, std::string_view probe) {
  return std::ranges::any_of(inventory.unreadable, [probe](const Unreadable& entry) {
    return entry.probe == probe && entry.what == "probe" && entry.why.kind == ErrorKind::timed_out;
  });
}

}  // namespace

struct Collector::State {
  State(const Host& host, const Inventory& inventory, SampleSink& sink, CollectorPace its_pace,
        ScheduleTime start)
      : pace(std::move(its_pace)),
        index(inventory.devices),
        writing(host, inventory, sink, pace,
                index.place_of(probe_device_id(kCollectorName), DeviceKind::probe), start) {}

  void run_worker(CrewWorker& me);
  void read(CrewWorker& me, CrewLane& lane, std::unique_lock<std::mutex>& lock);
  void push(Batch batch);
  void run_writer();
  void wait_for_work(std::unique_lock<std::mutex>& lock);
  void end_writer(std::unique_lock<std::mutex>& lock);

  const CollectorPace pace;
  std::unique_ptr<std::thread> writer;  ///< Only touched by start() and stop().
  std::vector<ProbeRecord> skipped;     ///< Of probes that hung before we began.

  std::mutex mutex;
  std::condition_variable work;  ///< The writer waits for it.
  std::condition_variable done;  ///< Whoever asked for something waits for it.
  // All of the following under the lock.
  CollectorCrew crew;
  DeviceIndex index;
  CollectorWriter writing;  ///< Only touched by the writer.
  SampleQueue queue{kQueueLimit};
  std::uint64_t written = 0;
  std::uint64_t commits_asked = 0;
  std::uint64_t commits_done = 0;
  std::uint64_t rounds = 0;
  int awaited = 0;  ///< Callers that wait for what is in the queue.
  bool started = false;
  bool closing = false;
  bool writer_ended = false;
  pid_t writer_number = 0;
  std::optional<Error> refused;
};

std::string probe_device_id(std::string_view probe) {
  return "node/probe:" + std::string(probe);
}

void Collector::State::run_worker(CrewWorker& me) {
  std::unique_lock lock(mutex);
  me.number = this_thread_number();
  while (auto* lane = crew.next_turn(me, lock)) {
    read(me, *lane, lock);
  }
  me.ended = true;
  done.notify_all();
}

void Collector::State::read(CrewWorker& me, CrewLane& lane, std::unique_lock<std::mutex>& lock) {
  const auto asked = crew.asked();
  const bool was_in_round = lane.in_round();
  lane.begin(moment_now());
  me.reading = &lane;
  lock.unlock();
  auto outcome = lane.pass().run();
  lock.lock();
  me.reading = nullptr;
  push(lane.end(std::move(outcome), moment_now(), index));
  lane.served = asked;
  crew.hand_over(me, lane, was_in_round);
  done.notify_all();
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
  work.wait_until(lock, Steady::time_point(writing.next_round(moment_now())), is_urgent);
  crew.relieve_round();
  for (const auto& lane : crew.lanes()) {
    queue.push(lane->reproach(moment_now()));
  }
}

void Collector::State::run_writer() {
  std::unique_lock lock(mutex);
  writer_number = this_thread_number();
  while (true) {
    wait_for_work(lock);
    const auto asked = commits_asked;
    const auto mark = queue.pushed();
    CollectorWriter::Load load{
        .batch = queue.take_all(),
        .found = index.take_new(),
        .dropped = queue.dropped(),
        .commits = writing.has_to_commit(moment_now()) || commits_done < asked,
        .is_last = closing};
    const bool last = load.is_last;
    lock.unlock();
    auto kept = writing.write(std::move(load));
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

Collector::Collector(const Host& host, const std::vector<std::unique_ptr<Probe>>& probes,
                     const Inventory& inventory, SampleSink& sink, CollectorPace pace) {
  const auto start = moment_now();
  state_ = std::make_unique<State>(host, inventory, sink, std::move(pace), start);
  for (const auto& probe : probes) {
    auto lane =
        std::make_unique<CrewLane>(host, *probe, lane_pace(state_->pace, *probe, start), start);
    if (hung_in_discovery(inventory, probe->name())) {
      lane->record.last_failure = lane->record.name + ": discovery hangs";
      state_->skipped.push_back(std::move(lane->record));
      continue;
    }
    lane->self = state_->index.place_of(probe_device_id(probe->name()), DeviceKind::probe);
    state_->crew.add(std::move(lane));
  }
  if (state_->pace.shares_round) {
    state_->crew.add_round();
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
  for (const auto& worker : state.crew.workers()) {
    worker->thread = std::thread([&state, mine = worker.get()] { state.run_worker(*mine); });
  }
}

bool Collector::read_now(std::chrono::nanoseconds patience) {
  auto& state = *state_;
  const auto deadline = Steady::now() + patience;
  std::unique_lock lock(state.mutex);
  if (!state.started || state.crew.is_stopping()) {
    return false;
  }
  ++state.awaited;
  const auto request = state.crew.ask_all();
  const bool all =
      state.done.wait_until(lock, deadline, [&] { return state.crew.all_came_back(request); });
  for (const auto& lane : state.crew.lanes()) {
    if (!state.crew.came_back(*lane, request)) {
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
  if (!state.started || state.crew.is_stopping()) {
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
    state.crew.stop();
    state.done.wait_for(lock, kStopPatience, [&] { return state.crew.all_ended(); });
    const auto left = state.crew.leave_behind();
    state.skipped.insert(state.skipped.end(), left.begin(), left.end());
    state.end_writer(lock);
    lock.unlock();
    for (const auto& worker : state.crew.workers()) {
      worker->thread.join();
    }
    if (state.writer) {
      state.writer->join();
    }
  }
  if (state.refused) {
    return *state.refused;
  }
  records = state.skipped;
  for (const auto& lane : state.crew.lanes()) {
    records.push_back(lane->record);
  }
  std::ranges::sort(records, {}, &ProbeRecord::name);
  return records;
}

}  // namespace rackproof
