#pragma once

#include <chrono>
#include <mutex>
#include <utility>

#include "probes/machine/clock.h"
#include "probes/sinks/push_lane.h"
#include "probes/sinks/silence_watch.h"
#include "schemas/device.h"
#include "schemas/sample.h"

namespace rackproof {

/// What a sink that pushes does between its samples and its lane: a Maker (WriteRequestMaker,
/// OtlpRequestMaker) makes requests of them, which go to the spool once samples have been gathered
/// for `linger`. A series that is heard no more is told as stale, as a reading with that reason.
/// Any thread. What was handed in is spooled at destruction.
template <typename Maker>
class Gathering {
 public:
  /// `clock` outlives it.
  Gathering(const Clock& clock, std::chrono::nanoseconds linger, Maker maker, PushLane lane)
      : clock_(clock), linger_(linger), maker_(std::move(maker)), lane_(std::move(lane)) {}

  ~Gathering() {
    static_cast<void>(flush());
    static_cast<void>(lane_.sync());
  }
  Gathering(const Gathering&) = delete;
  Gathering& operator=(const Gathering&) = delete;
  Gathering(Gathering&&) = delete;
  Gathering& operator=(Gathering&&) = delete;

  /// Errors of PushLane::append(), as in all of the following.
  Result<void> append(const Devices& devices, const Samples& samples) {
    const std::lock_guard lock(mutex_);
    const auto now = clock_.monotonic();
    since_ = maker_.gathered() == 0 ? now : since_;
    maker_.add(devices, samples);
    if (const auto silent = watch_.look(samples, clock_.now(), now); !silent.empty()) {
      maker_.add(devices, silent);
    }
    if (now - since_ >= linger_) {
      maker_.seal();
    }
    return spool();
  }

  Result<void> commit() {
    auto done = flush();
    return done ? lane_.sync() : done;
  }

  bool drain(std::chrono::nanoseconds patience) { return flush() && lane_.drain(patience); }

  [[nodiscard]] PushState state() const { return lane_.state(); }

  /// What `figure` makes of the maker.
  template <typename Figure>
  [[nodiscard]] auto of_maker(const Figure& figure) const {
    const std::lock_guard lock(mutex_);
    return figure(maker_);
  }

 private:
  Result<void> flush() {
    const std::lock_guard lock(mutex_);
    maker_.seal();
    return spool();
  }

  /// The first thing that went wrong; all are tried.
  Result<void> spool() {
    Result<void> outcome;
    for (const auto& request : maker_.take()) {
      auto done = lane_.append(request.body, request.samples);
      if (outcome && !done) {
        outcome = std::move(done);
      }
    }
    return outcome;
  }

  const Clock& clock_;
  std::chrono::nanoseconds linger_;
  mutable std::mutex mutex_;
  // All of the following under the lock.
  std::chrono::nanoseconds since_{0};
  SilenceWatch watch_;
  Maker maker_;
  PushLane lane_;
};

}  // namespace rackproof
