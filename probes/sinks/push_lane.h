#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "probes/machine/clock.h"
#include "probes/sinks/push_door.h"
#include "probes/sinks/push_verdict.h"
#include "probes/sinks/spool.h"
#include "schemas/result.h"
#include "schemas/sample.h"
#include "schemas/time.h"

namespace rackproof {

struct PushLaneSettings {
  PushTarget target;
  PushFormat format;
  SpoolSettings spool;
  /// For an engine that keeps what it took in memory for a while: whenever a connection had to be
  /// made anew, what was delivered within this time is sent once more. 0 = never; for engines that
  /// refuse what they have already.
  std::chrono::nanoseconds replay{0};
  PushJudge judge = judge_push;
};

/// How the pushing goes, since open().
struct PushState {
  std::int64_t requests_delivered = 0;  ///< Each once, however often it was sent.
  std::int64_t samples_delivered = 0;
  std::int64_t requests_refused = 0;  ///< By a 4xx; given up.
  std::int64_t samples_refused = 0;
  std::int64_t attempts_failed = 0;      ///< To be made again.
  std::int64_t requests_sent_again = 0;  ///< After they had been delivered.
  std::string last_refusal;              ///< The other end's words; "" = none.
  std::string last_failure;              ///< The same of an attempt that failed.
  bool failing = false;                  ///< Every attempt since the last request that was settled.
  bool refusing = false;                 ///< The last request that was settled was refused.
  std::optional<UtcTime> last_delivery;
  SpoolState spool;
};

/// The same as readings of a device that stands for the push: "node/push:<name>".
[[nodiscard]] Samples push_readings(const PushState& state, DeviceHandle push, UtcTime now);

/// A spool and the one thread that empties it: in order, one request under way at a time, so that
/// the order within a series holds. What is sent again is byte for byte what was sent before.
/// Everything may be called from any thread.
class PushLane {
 public:
  /// Starts the thread. `clock` outlives the lane. Errors of PushDoor::open() and Spool::open().
  static Result<PushLane> open(const PushLaneSettings& settings, const Clock& clock);

  /// Gives up what is under way within about a second; what waits stays in the spool.
  ~PushLane();
  PushLane(PushLane&&) noexcept;
  PushLane& operator=(PushLane&&) noexcept;
  PushLane(const PushLane&) = delete;
  PushLane& operator=(const PushLane&) = delete;

  /// Never waits for the network. Errors of Spool::append().
  Result<void> append(std::string_view body, std::uint32_t samples);
  Result<void> sync();
  /// Waits until nothing waits to be sent any more, at most `patience`.
  bool drain(std::chrono::nanoseconds patience);
  [[nodiscard]] PushState state() const;

 private:
  struct State;
  explicit PushLane(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace rackproof
