#include "probes/machine/termination.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "probes/machine/os_error.h"

namespace rackproof {
namespace {

sigset_t termination_set() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);  // the terminal went away: end in order too
  return set;
}

}  // namespace

Result<TerminationSignals> TerminationSignals::open() {
  const auto set = termination_set();
  sigset_t before;
  if (const int failure = pthread_sigmask(SIG_BLOCK, &set, &before); failure != 0) {
    return os_error("blocking SIGINT and SIGTERM", failure);
  }
  Descriptor descriptor(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!descriptor.is_open()) {
    const int failure = errno;
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return os_error("signalfd", failure);
  }
  return TerminationSignals(std::move(descriptor), before);
}

TerminationSignals::TerminationSignals(Descriptor descriptor, const sigset_t& before)
    : descriptor_(std::move(descriptor)), before_(before) {}

TerminationSignals::TerminationSignals(TerminationSignals&& other) noexcept
    : descriptor_(std::move(other.descriptor_)), before_(other.before_) {}

TerminationSignals::~TerminationSignals() {
  if (!descriptor_.is_open()) {
    return;
  }
  while (wait(std::chrono::milliseconds(0))) {
    // A second Ctrl-C that came while the run was being ended has been answered already.
  }
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

std::optional<std::string> TerminationSignals::wait(std::chrono::milliseconds patience) const {
  pollfd waiting{.fd = descriptor_.get(), .events = POLLIN, .revents = 0};
  if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) {
    return std::nullopt;
  }
  signalfd_siginfo told{};
  if (::read(descriptor_.get(), &told, sizeof told) != static_cast<ssize_t>(sizeof told)) {
    return std::nullopt;
  }
  return signal_name(static_cast<int>(told.ssi_signo));
}

void ignore_broken_pipes() {
  std::signal(SIGPIPE, SIG_IGN);
}

std::string signal_name(int number) {
  const char* abbreviation = ::sigabbrev_np(number);
  return abbreviation != nullptr ? "SIG" + std::string(abbreviation)
                                 : "signal " + std::to_string(number);
}

}  // namespace rackproof
