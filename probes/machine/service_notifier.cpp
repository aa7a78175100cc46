#include "probes/machine/service_notifier.h"

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "probes/machine/os_error.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::string_view kSocket = "NOTIFY_SOCKET";
constexpr timeval kPatience{.tv_sec = 1, .tv_usec = 0};  ///< Of whoever has something to tell.

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets one here
  return value == nullptr ? "" : value;
}

/// Meant for this process, where it is meant for one at all.
std::optional<std::chrono::microseconds> watchdog_of(const ServiceEnvironment& environment) {
  const auto microseconds = parse_integer(environment.watchdog);
  const bool ours =
      environment.watchdog_pid.empty() || environment.watchdog_pid == std::to_string(::getpid());
  if (!microseconds || *microseconds <= 0 || !ours) {
    return std::nullopt;
  }
  return std::chrono::microseconds(*microseconds);
}

/// unix(7): a path ends with a zero byte, an abstract name begins with one and has no end.
Result<void> connect_to(const Descriptor& socket, const std::string& name) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const bool abstract = name.front() == '@';
  if ((!abstract && name.front() != '/') || name.size() < 2 ||
      name.size() >= sizeof(address.sun_path)) {
    return Error{ErrorKind::malformed,
                 "'" + name + "' is neither a path nor an abstract name of a socket"};
  }
  std::memcpy(&address.sun_path, name.data(), name.size());
  if (abstract) {
    address.sun_path[0] = '\0';
  }
  const auto length = offsetof(sockaddr_un, sun_path) + name.size() + (abstract ? 0 : 1);
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address),
                static_cast<socklen_t>(length)) != 0) {
    return os_error(name, errno);
  }
  return {};
}

}  // namespace

ServiceEnvironment service_environment() {
  return {variable(kSocket.data()), variable("WATCHDOG_USEC"), variable("WATCHDOG_PID")};
}

Result<ServiceNotifier> ServiceNotifier::open(const ServiceEnvironment& environment) {
  ServiceNotifier notifier;
  if (environment.socket.empty()) {
    return notifier;
  }
  notifier.socket_ = Descriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!notifier.socket_.is_open()) {
    return os_error(kSocket, errno);
  }
  if (auto connected = connect_to(notifier.socket_, environment.socket); !connected) {
    return std::move(connected).error().during(kSocket);
  }
  // Without it a full queue that nobody empties holds for ever (unix(7), socket(7)).
  if (::setsockopt(notifier.socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience) !=
      0) {
    return os_error(kSocket, errno);
  }
  notifier.watchdog_ = watchdog_of(environment);
  return notifier;
}

Result<void> ServiceNotifier::tell(std::string_view message) const {
  if (!socket_.is_open()) {
    return {};
  }
  if (::send(socket_.get(), message.data(), message.size(), MSG_NOSIGNAL) < 0) {
    return errno == EAGAIN
               ? Error{ErrorKind::timed_out, std::string(kSocket) + ": nobody reads what is told"}
               : os_error(kSocket, errno);
  }
  return {};
}

Result<void> ServiceNotifier::tell_reloading() const {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  const auto since = std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
  const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(since);
  return tell("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds.count()));
}

}  // namespace rackproof
