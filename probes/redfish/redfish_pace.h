#pragma once

#include <chrono>
#include <functional>

#include "probes/machine/clock.h"
#include "schemas/result.h"

namespace rackproof::redfish {

/// How hard one BMC may be asked. There is never more than one request to it under way.
struct RedfishLimits {
  double requests_per_second = 20;
  std::chrono::milliseconds request = std::chrono::seconds(20);  ///< One answer, all of it.
  std::chrono::milliseconds pass = std::chrono::seconds(60);     ///< All answers of one pass.
  std::chrono::milliseconds period = std::chrono::seconds(60);   ///< From pass to pass.

  bool operator==(const RedfishLimits&) const = default;
};

/// Waits; handed in, so that a test need not.
using Pause = std::function<void(std::chrono::nanoseconds)>;

/// When the next request to one BMC may go out. One thread at a time.
class RedfishPace {
 public:
  /// `clock` outlives this.
  RedfishPace(const Clock& clock, const RedfishLimits& limits, Pause pause);

  /// From here on the time of a pass runs anew; a rest goes on.
  void begin_pass();

  /// Waits for the turn of the next request and gives the time that it may take. While the BMC is
  /// left alone: the reason, at once, unless the rest is a matter of seconds. Error{timed_out}
  /// when the pass has no time left.
  Result<std::chrono::milliseconds> turn();

  /// The BMC is left alone for so long, an hour at most; whoever asks meanwhile is told `why`.
  void rest(std::chrono::nanoseconds duration, Error why);

 private:
  const Clock& clock_;
  RedfishLimits limits_;
  Pause pause_;
  std::chrono::nanoseconds next_{0};  ///< On the monotonic clock, as the others.
  std::chrono::nanoseconds pass_ends_{0};
  std::chrono::nanoseconds resting_until_{0};
  Error why_resting_;
};

}  // namespace rackproof::redfish
