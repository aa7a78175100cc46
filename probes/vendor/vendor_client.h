#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "probes/machine/child_lines.h"
#include "probes/machine/clock.h"
#include "probes/vendor/vendor_reply.h"
#include "probes/vendor/vendor_request.h"

namespace rackproof::vendor {

/// The program that calls a vendor's library, and with what.
struct Source {
  std::string program;  ///< "" = this program itself.
  std::string library;  ///< As dlopen takes it; "" = where the vendor puts it.
  std::vector<std::string> environment;
  std::string child;   ///< Word for it among the probe-children: "nvml".
  std::string called;  ///< What people call the library: "NVML".
};

/// What one pass gave; what it did not give has its reason.
struct PassReply {
  std::optional<SystemReply> system;
  std::vector<DeviceReply> devices;
  std::vector<HeardReply> heard;
  std::optional<Error> why;         ///< Why the pass as a whole is not complete.
  std::map<int, Error> left_alone;  ///< GPUs, by index, that are not asked now, and why.
};

/// The parent's end of the child that calls the library: asks, waits no longer than it may, ends a
/// child that hangs and starts another, later each time. The GPU that a child hung on, or fell
/// over, is left alone by the next ones for a while, so that it costs no samples but its own. One
/// child serves every pass, whichever thread asks for it: to start the library takes longer than to
/// read it. One thread at a time.
class Client {
 public:
  /// `clock` outlives it; it times the pauses.
  Client(const Clock& clock, Source source) : clock_(clock), source_(std::move(source)) {}

  /// Asks for one pass; `patience` bounds all of it.
  PassReply pass(std::chrono::milliseconds patience);

 private:
  struct Suspect {
    Error why;
    std::chrono::nanoseconds until{};
  };

  Result<void> start();
  Request next_request();
  /// Takes lines until the pass is over; true when it came to its end.
  bool gather(PassReply& reply, std::chrono::milliseconds patience);
  bool take_in_all(const std::vector<std::string>& lines, PassReply& reply) const;
  bool take_in(const std::string& line, PassReply& reply) const;
  void give_up(PassReply& reply, const Request& request, std::chrono::milliseconds patience);

  const Clock& clock_;
  Source source_;
  std::optional<ChildLines> child_;
  std::int64_t passes_ = 0;
  std::map<int, Suspect> suspects_;
  std::optional<Error> last_end_;  ///< Why the last child came to its end.
  std::chrono::nanoseconds not_before_{};
  std::chrono::nanoseconds pause_{};
};

/// How long after a child's end the next one is started; doubled up to the longest.
inline constexpr std::chrono::seconds kFirstPause{5};
inline constexpr std::chrono::seconds kLongestPause{600};
/// How long a GPU that a child hung on, or fell over, is left alone.
inline constexpr std::chrono::seconds kLeftAlone{600};

}  // namespace rackproof::vendor
