#include "probes/collector_crew.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "probes/machine/thread_park.h"

namespace rackproof {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kParkPatience{500};

ScheduleTime moment_now() {
  return Steady::now().time_since_epoch();
}

}  // namespace

void CollectorCrew::add(std::unique_ptr<CrewLane> lane) {
  auto& worker = *workers_.emplace_back(std::make_unique<CrewWorker>());
  worker.own = lane.get();
  lane->worker = &worker;
  lanes_.push_back(std::move(lane));
}

void CollectorCrew::add_round() {
  round_ = workers_.emplace_back(std::make_unique<CrewWorker>()).get();
}

/// Whose lane is in the round, or whose round is empty, sleeps until it is woken.
CrewLane* CollectorCrew::next_turn(CrewWorker& me, std::unique_lock<std::mutex>& lock) {
  while (!stopping_ && (me.own == nullptr || !me.own->over)) {
    auto* lane = me.own == nullptr ? first_of_round() : me.own->in_round() ? nullptr : me.own;
    if (lane == nullptr) {
      me.wake.wait(lock);
    } else if (due(*lane) <= moment_now()) {
      return lane;
    } else {
      me.wake.wait_until(lock, Steady::time_point(due(*lane)));
    }
  }
  return nullptr;
}

/// At once where somebody asked for it.
ScheduleTime CollectorCrew::due(const CrewLane& lane) const {
  return lane.served < asked_ ? ScheduleTime::min() : lane.due();
}

CrewLane* CollectorCrew::first_of_round() const {
  CrewLane* first = nullptr;
  for (const auto& lane : lanes_) {
    const bool counts = lane->in_round() && !lane->over;
    first = counts && (first == nullptr || due(*lane) < due(*first)) ? lane.get() : first;
  }
  return first;
}

void CollectorCrew::hand_over(const CrewWorker& me, const CrewLane& lane, bool was_in_round) {
  if (lane.in_round() && !was_in_round) {
    round_->wake.notify_one();
  } else if (lane.worker != &me && (!lane.in_round() || lane.over)) {
    lane.worker->wake.notify_one();
  }
}

void CollectorCrew::relieve_round() {
  auto* slow = round_ == nullptr ? nullptr : round_->reading;
  if (slow == nullptr || !slow->begun() || moment_now() - *slow->begun() < RoundPlace::kBrisk) {
    return;
  }
  slow->leave_round();
  round_->own = slow;
  std::swap(slow->worker, round_);
  round_->own = nullptr;
  round_->wake.notify_one();
}

std::uint64_t CollectorCrew::ask_all() {
  ++asked_;
  wake_all();
  return asked_;
}

bool CollectorCrew::came_back(const CrewLane& lane, std::uint64_t request) const {
  return stopping_ || lane.over || lane.served >= request;
}

bool CollectorCrew::all_came_back(std::uint64_t request) const {
  return std::ranges::all_of(lanes_, [&](const auto& lane) { return came_back(*lane, request); });
}

void CollectorCrew::stop() {
  stopping_ = true;
  wake_all();
  std::ranges::for_each(lanes_, [](const auto& lane) { lane->pass().hurry(); });
}

bool CollectorCrew::all_ended() const {
  return std::ranges::all_of(workers_, [](const auto& worker) { return worker->ended; });
}

void CollectorCrew::wake_all() {
  for (const auto& worker : workers_) {
    worker->wake.notify_all();
  }
}

/// The lock is held: so the thread cannot hold it, and never will.
std::vector<ProbeRecord> CollectorCrew::leave_behind() {
  std::vector<ProbeRecord> left;
  relieve_round();  // so that who hangs in a lane is its own
  for (auto& worker : workers_) {
    if (worker->ended || !park_thread(worker->number, kParkPatience)) {
      continue;
    }
    const auto lane = std::ranges::find(lanes_, worker->own, &std::unique_ptr<CrewLane>::get);
    if (lane != lanes_.end()) {
      auto& record = (*lane)->record;
      ++record.failures;
      record.last_failure = record.name + ": hangs, and was left behind";
      left.push_back(record);
      static_cast<void>(lane->release());
      lanes_.erase(lane);
    }
    static_cast<void>(worker.release());
  }
  std::erase(workers_, nullptr);
  return left;
}

}  // namespace rackproof
