#include "certsuite/workloads/team.h"

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include <sched.h>

namespace rackproof {

namespace {

/// 8,192 processors, the most that a kernel of today is built for (CONFIG_NR_CPUS on x86).
using ProcessorSet = std::array<cpu_set_t, 8>;

bool pin_this_thread(int processor) {
  ProcessorSet set{};
  CPU_SET_S(static_cast<std::size_t>(processor), sizeof(set), set.data());
  return sched_setaffinity(0, sizeof(set), set.data()) == 0;
}

}  // namespace

std::vector<int> allowed_processors() {
  ProcessorSet set{};
  std::vector<int> processors;
  if (sched_getaffinity(0, sizeof(set), set.data()) != 0) {
    set = {};
  }
  for (std::size_t i = 0; i < sizeof(set) * 8; ++i) {
    if (CPU_ISSET_S(i, sizeof(set), set.data())) {
      processors.push_back(static_cast<int>(i));
    }
  }
  if (processors.empty()) {
    processors.push_back(0);
  }
  return processors;
}

/// Everything below `mutex` is guarded by it.
struct Team::State {
  std::vector<int> processors;  ///< By member; constant once threads run.
  std::vector<std::thread> threads;

  std::mutex mutex;
  std::condition_variable work_to_do;
  std::condition_variable work_done;
  std::condition_variable all_met;
  std::vector<bool> pinned;
  const std::function<void(int)>* task = nullptr;
  std::uint64_t round = 0;  ///< Grows with every run(); a member serves each round once.
  int working = 0;
  int waiting = 0;            ///< Members inside meet().
  std::uint64_t meeting = 0;  ///< Grows each time all have met.
  bool closing = false;
};

Team::Team(std::unique_ptr<State> state) : state_(std::move(state)) {}

Team::Team(Team&&) noexcept = default;

Team::~Team() {
  if (!state_) {
    return;
  }
  {
    const std::lock_guard lock(state_->mutex);
    state_->closing = true;
  }
  state_->work_to_do.notify_all();
  for (auto& thread : state_->threads) {
    thread.join();
  }
}

Result<Team> Team::start(int threads) {
  const auto processors = allowed_processors();
  const auto wanted = threads > 0 ? static_cast<std::size_t>(threads) : processors.size();
  Team team(std::make_unique<State>());
  auto& state = *team.state_;
  for (std::size_t i = 0; i < wanted; ++i) {
    state.processors.push_back(processors[i % processors.size()]);
  }
  state.pinned.assign(wanted, false);
  try {
    for (std::size_t i = 0; i < wanted; ++i) {
      state.threads.emplace_back(&Team::serve, std::ref(state), static_cast<int>(i));
    }
  } catch (const std::system_error& refused) {
    return Error{ErrorKind::io, "thread " + std::to_string(state.threads.size()) + " of " +
                                    std::to_string(wanted) + ": " + refused.what()};
  }
  team.run([](int) {});  // nobody is counted before everybody stands at his place
  return team;
}

void Team::serve(State& state, int member) {
  const bool pinned = pin_this_thread(state.processors[static_cast<std::size_t>(member)]);
  std::unique_lock lock(state.mutex);
  state.pinned[static_cast<std::size_t>(member)] = pinned;
  std::uint64_t served = 0;
  while (true) {
    state.work_to_do.wait(lock, [&] { return state.closing || state.round != served; });
    if (state.closing) {
      return;
    }
    served = state.round;
    const auto* task = state.task;
    lock.unlock();
    (*task)(member);
    lock.lock();
    if (--state.working == 0) {
      state.work_done.notify_one();
    }
  }
}

int Team::size() const {
  return static_cast<int>(state_->processors.size());
}

int Team::processor(int member) const {
  return state_->processors[static_cast<std::size_t>(member)];
}

bool Team::pinned(int member) const {
  const std::lock_guard lock(state_->mutex);
  return state_->pinned[static_cast<std::size_t>(member)];
}

void Team::run(const std::function<void(int)>& task) {
  std::unique_lock lock(state_->mutex);
  state_->task = &task;
  state_->working = size();
  ++state_->round;
  state_->work_to_do.notify_all();
  state_->work_done.wait(lock, [this] { return state_->working == 0; });
}

void Team::meet() {
  std::unique_lock lock(state_->mutex);
  if (++state_->waiting == size()) {
    state_->waiting = 0;
    ++state_->meeting;
    state_->all_met.notify_all();
    return;
  }
  const auto this_meeting = state_->meeting;
  state_->all_met.wait(lock, [&] { return state_->meeting != this_meeting; });
}

}  // namespace rackproof
