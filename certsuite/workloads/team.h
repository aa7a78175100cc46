#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "schemas/result.h"

namespace rackproof {

/// Numbers of the logical processors this process may run on, ascending, as in
/// /sys/devices/system/cpu/cpuN (sched_getaffinity(2): cgroup cpusets and taskset are obeyed).
/// Never empty: {0} when the system does not say.
[[nodiscard]] std::vector<int> allowed_processors();

/// Threads for a workload, each pinned to one allowed logical processor; the only threads that any
/// workload starts. Owned and called by one thread, the workload's main one, which itself is not
/// pinned and sleeps while the team works.
class Team {
 public:
  /// `threads` 0 = one per allowed logical processor; more than there are processors share them.
  /// Error{io} when the system refuses a thread.
  static Result<Team> start(int threads);

  ~Team();
  Team(Team&&) noexcept;
  Team& operator=(Team&&) = delete;
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  [[nodiscard]] int size() const;
  /// Logical processor that `member` (0 .. size() - 1) works on.
  [[nodiscard]] int processor(int member) const;
  /// False when the system refused to pin that thread; it then runs anywhere.
  [[nodiscard]] bool pinned(int member) const;

  /// Runs `task(member)` on every member at once and returns when all have ended. What the members
  /// wrote is then visible to the caller. `task` must not throw.
  void run(const std::function<void(int)>& task);

  /// A barrier for use inside a task: returns when every member has called it. All members must
  /// call it equally often.
  void meet();

 private:
  struct State;
  explicit Team(std::unique_ptr<State> state);
  static void serve(State& state, int member);

  std::unique_ptr<State> state_;
};

}  // namespace rackproof
