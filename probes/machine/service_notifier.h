#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "probes/machine/descriptor.h"
#include "schemas/result.h"

namespace rackproof {

/// What a service manager says in the environment of a service (sd_notify(3),
/// sd_watchdog_enabled(3)); "" where it says nothing.
struct ServiceEnvironment {
  std::string socket = {};        ///< NOTIFY_SOCKET: a path, or an abstract name after '@'.
  std::string watchdog = {};      ///< WATCHDOG_USEC: microseconds.
  std::string watchdog_pid = {};  ///< WATCHDOG_PID: whom the watchdog is meant for.
};

[[nodiscard]] ServiceEnvironment service_environment();

/// Tells a service manager how we are: one datagram a message. Where nobody asked, nothing is sent.
/// Any thread.
class ServiceNotifier {
 public:
  ServiceNotifier() = default;  ///< Nobody asked.
  /// Error{malformed, io} for a socket that cannot be spoken to.
  static Result<ServiceNotifier> open(const ServiceEnvironment& environment);

  /// "READY=1", "STOPPING=1", "WATCHDOG=1", "STATUS=words"; several by line feeds. Error{timed_out}
  /// after a second in which a manager that has much to read reads nothing.
  Result<void> tell(std::string_view message) const;
  /// RELOADING=1 with the moment that goes with it (Type=notify-reload).
  Result<void> tell_reloading() const;

  [[nodiscard]] bool is_heard() const { return socket_.is_open(); }
  /// Within which WATCHDOG=1 must come again and again; none where it is not watched.
  [[nodiscard]] std::optional<std::chrono::microseconds> watchdog() const { return watchdog_; }

 private:
  Descriptor socket_;
  std::optional<std::chrono::microseconds> watchdog_;
};

}  // namespace rackproof
