#include "probes/sinks/push_lane.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "schemas/catalogue.h"

namespace rackproof {
namespace {

/// A request that the other end took, and when, on the monotonic clock.
struct Taken {
  std::uint64_t sequence = 0;
  std::chrono::nanoseconds at{0};
};

/// An engine that fails again within each replay would never be done.
constexpr int kMostReplaysInRow = 3;

}  // namespace

struct PushLane::State {
  State(const PushLaneSettings& settings, const Clock& its_clock, PushDoor its_door,
        Spool its_spool)
      : clock(its_clock),
        replay(settings.replay),
        judge(settings.judge),
        door(std::move(its_door)),
        spool(std::move(its_spool)),
        position(spool.floor()),
        replayed_at(clock.monotonic()) {}

  void run(const std::stop_token& stop);
  void take(const SpoolRequest& request, const PushVerdict& verdict, bool connected_anew);
  void settle(const SpoolRequest& request, const PushVerdict& verdict);
  void remember(std::uint64_t sequence);
  void send_again(std::uint64_t sequence);

  const Clock& clock;
  std::chrono::nanoseconds replay;
  PushJudge judge;
  PushDoor door;                 ///< Only touched by the thread.
  PushPace pace{random_dice()};  ///< Only touched by the thread.
  mutable std::mutex mutex;
  std::condition_variable_any changed;
  // All of the following under the lock.
  Spool spool;
  PushState counts;
  std::uint64_t position;    ///< The next request to be sent.
  std::uint64_t beyond = 0;  ///< All below were sent and answered for good at least once.
  std::deque<Taken> taken;   ///< Within the time of replay, in order.
  std::chrono::nanoseconds replayed_at;
  int replays_in_row = 0;
  bool failed = false;  ///< An attempt, since the last that did not.
  bool idle = false;
  bool appended = false;
  std::jthread thread;  // last: it uses all of the above
};

void PushLane::State::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    appended = false;
    const auto request = spool.read_from(position);
    idle = !request;
    if (!request) {
      changed.notify_all();
      changed.wait(lock, stop, [this] { return appended; });
      continue;
    }
    lock.unlock();
    const auto answer = door.post(request->body, stop);
    const auto verdict = judge(answer, clock.now());
    lock.lock();
    if (stop.stop_requested() && !answer) {
      break;
    }
    take(*request, verdict, answer && answer->connected_anew);
    if (verdict.outcome == PushOutcome::later || verdict.refuses_all) {
      changed.wait_for(lock, stop, pace.after_failure(verdict.at_least), [] { return false; });
    }
  }
}

void PushLane::State::take(const SpoolRequest& request, const PushVerdict& verdict,
                           bool connected_anew) {
  if (verdict.outcome == PushOutcome::later) {
    ++counts.attempts_failed;
    counts.last_failure = verdict.words;
    failed = true;
    return;
  }
  if (!verdict.refuses_all) {
    pace.succeeded();
  }
  settle(request, verdict);
  position = request.head.sequence + 1;
  beyond = std::max(beyond, position);
  if (replay.count() > 0) {
    remember(request.head.sequence);
    if (connected_anew) {
      send_again(request.head.sequence);
    }
  }
  failed = false;
  spool.move_on(beyond, taken.empty() ? position : std::min(position, taken.front().sequence));
}

void PushLane::State::settle(const SpoolRequest& request, const PushVerdict& verdict) {
  const bool again = request.head.sequence < beyond;
  counts.refusing = verdict.outcome == PushOutcome::refused;
  counts.last_delivery =
      verdict.outcome == PushOutcome::delivered ? clock.now() : counts.last_delivery;
  if (again) {
    ++counts.requests_sent_again;
  } else if (verdict.outcome == PushOutcome::delivered) {
    const auto samples = std::int64_t{request.head.samples};
    const auto refused = std::min(verdict.samples_refused, samples);
    ++counts.requests_delivered;
    counts.samples_delivered += samples - refused;
    counts.samples_refused += refused;
    counts.last_refusal = refused > 0 ? verdict.words : counts.last_refusal;
  } else {
    ++counts.requests_refused;
    counts.samples_refused += request.head.samples;
    counts.last_refusal = verdict.words;
  }
}

void PushLane::State::remember(std::uint64_t sequence) {
  const auto now = clock.monotonic();
  std::erase_if(taken, [&](const Taken& each) {
    return each.sequence >= sequence || each.at < now - replay;
  });
  taken.push_back({sequence, now});
}

/// The other end may have been killed and come back since what it took last.
void PushLane::State::send_again(std::uint64_t sequence) {
  const auto now = clock.monotonic();
  const bool over = sequence + 1 >= beyond;
  replays_in_row = over ? 0 : replays_in_row;
  const bool is_due = failed || now - replayed_at >= replay;
  if (!is_due || replays_in_row >= kMostReplaysInRow || taken.front().sequence == sequence) {
    return;
  }
  ++replays_in_row;
  replayed_at = now;
  position = taken.front().sequence;
}

PushLane::PushLane(std::unique_ptr<State> state) : state_(std::move(state)) {}
PushLane::PushLane(PushLane&&) noexcept = default;
PushLane& PushLane::operator=(PushLane&&) noexcept = default;
PushLane::~PushLane() = default;

Result<PushLane> PushLane::open(const PushLaneSettings& settings, const Clock& clock) {
  auto door = PushDoor::open(settings.target, settings.format);
  if (!door) {
    return std::move(door).error();
  }
  auto spool = Spool::open(settings.spool, clock);
  if (!spool) {
    return std::move(spool).error();
  }
  auto state = std::make_unique<State>(settings, clock, *std::move(door), *std::move(spool));
  state->thread =
      std::jthread([mine = state.get()](const std::stop_token& stop) { mine->run(stop); });
  return PushLane(std::move(state));
}

Result<void> PushLane::append(std::string_view body, std::uint32_t samples) {
  const std::lock_guard lock(state_->mutex);
  state_->appended = true;
  auto done = state_->spool.append(body, samples);
  state_->changed.notify_all();
  return done;
}

Result<void> PushLane::sync() {
  const std::lock_guard lock(state_->mutex);
  return state_->spool.sync();
}

bool PushLane::drain(std::chrono::nanoseconds patience) {
  std::unique_lock lock(state_->mutex);
  return state_->changed.wait_for(lock, patience,
                                  [this] { return state_->idle && !state_->appended; });
}

PushState PushLane::state() const {
  const std::lock_guard lock(state_->mutex);
  auto state = state_->counts;
  state.failing = state_->failed;
  state.spool = state_->spool.state();
  return state;
}

Samples push_readings(const PushState& state, DeviceHandle push, UtcTime now) {
  const auto& spool = state.spool;
  const auto lost = spool.too_many.samples + spool.too_old.samples + spool.damaged.samples;
  const auto taken = std::int64_t{spool.trouble.empty() ? 1 : 0};
  const auto age = std::chrono::duration<double>(spool.oldest_age).count();
  const auto bytes = static_cast<std::int64_t>(spool.disk_bytes);
  return {
      {push, metrics::named("push_samples_delivered_total"), now, state.samples_delivered},
      {push, metrics::named("push_samples_refused_total"), now, state.samples_refused},
      {push, metrics::named("push_samples_lost_total"), now, lost},
      {push, metrics::named("push_samples_waiting"), now, spool.waiting_samples},
      {push, metrics::named("push_oldest_waiting_seconds"), now, age},
      {push, metrics::named("push_spool_bytes"), now, bytes},
      {push, metrics::named("push_attempts_failed_total"), now, state.attempts_failed},
      {push, metrics::named("push_spool_takes"), now, taken},
  };
}

}  // namespace rackproof
