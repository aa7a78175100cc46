#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <sys/types.h>

#include "probes/collector_lane.h"
#include "schemas/run_record.h"

namespace rackproof {

struct CrewWorker;

/// A lane, and who reads it while it is not in the round. Left with the thread that hangs in it.
struct CrewLane : CollectorLane {
  using CollectorLane::CollectorLane;

  CrewWorker* worker = nullptr;
  std::uint64_t served = 0;  ///< The last request that a finished pass began after.
};

/// A thread that reads: one lane, or all that are in the round. Left with a lane that hangs.
struct CrewWorker {
  std::thread thread;  ///< Only touched where a collector starts and stops.
  std::condition_variable wake;
  CrewLane* own = nullptr;      ///< None: it reads the round.
  CrewLane* reading = nullptr;  ///< Whose pass is under way.
  pid_t number = 0;
  bool ended = false;
};

/// A collector's lanes, and which of its threads reads which of them. Starts no thread; everything
/// in it is used under the collector's lock.
class CollectorCrew {
 public:
  /// A lane with a worker of its own. Before the start.
  void add(std::unique_ptr<CrewLane> lane);
  /// A worker for the round: what is brisk moves over to it. Before the start, once.
  void add_round();

  [[nodiscard]] const std::vector<std::unique_ptr<CrewLane>>& lanes() const { return lanes_; }
  [[nodiscard]] const std::vector<std::unique_ptr<CrewWorker>>& workers() const { return workers_; }

  /// The lane that `me` has to read now; sleeps on `lock` until there is one. None: no more.
  CrewLane* next_turn(CrewWorker& me, std::unique_lock<std::mutex>& lock);
  /// `me` has ended a pass of `lane`, which may have come into the round by it, or gone out.
  void hand_over(const CrewWorker& me, const CrewLane& lane, bool was_in_round);
  /// Where one of the round keeps the others waiting: the thread that is in it is that one's own
  /// from here on, and the one that was its own reads the round.
  void relieve_round();

  /// Every lane is to be read now; the number of the request.
  std::uint64_t ask_all();
  [[nodiscard]] std::uint64_t asked() const { return asked_; }
  /// Whether it was read since that request, or never is again.
  [[nodiscard]] bool came_back(const CrewLane& lane, std::uint64_t request) const;
  [[nodiscard]] bool all_came_back(std::uint64_t request) const;

  /// No worker begins another pass; what is under way is hurried.
  void stop();
  [[nodiscard]] bool is_stopping() const { return stopping_; }
  [[nodiscard]] bool all_ended() const;
  /// Parks the threads that have not ended (thread_park.h) and leaves to each what it hangs in;
  /// the records of those lanes.
  std::vector<ProbeRecord> leave_behind();

 private:
  [[nodiscard]] ScheduleTime due(const CrewLane& lane) const;
  [[nodiscard]] CrewLane* first_of_round() const;
  void wake_all();

  std::vector<std::unique_ptr<CrewLane>> lanes_;
  std::vector<std::unique_ptr<CrewWorker>> workers_;
  CrewWorker* round_ = nullptr;  ///< Who reads the round.
  std::uint64_t asked_ = 0;
  bool stopping_ = false;
};

}  // namespace rackproof
