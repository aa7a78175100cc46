#pragma once

#include <chrono>
#include <csignal>
#include <optional>
#include <string>

#include "probes/machine/descriptor.h"
#include "schemas/result.h"

namespace rackproof {

/// SIGINT and SIGTERM as something that one thread waits for, instead of the end of the process.
/// Open it on the main thread before any other thread is started: the signals are blocked in the
/// opening thread and so in all that it starts. One at a time in a process; whoever opened it also
/// destroys it, which gives the signals back their old meaning.
class TerminationSignals {
 public:
  static Result<TerminationSignals> open();

  ~TerminationSignals();
  TerminationSignals(TerminationSignals&& other) noexcept;
  TerminationSignals& operator=(TerminationSignals&&) = delete;
  TerminationSignals(const TerminationSignals&) = delete;
  TerminationSignals& operator=(const TerminationSignals&) = delete;

  /// The name of a signal that came ("SIGTERM"), or nothing after `patience`. From any one thread.
  [[nodiscard]] std::optional<std::string> wait(std::chrono::milliseconds patience) const;

 private:
  TerminationSignals(Descriptor descriptor, const sigset_t& before);

  Descriptor descriptor_;
  sigset_t before_;
};

/// From here on a write to a closed pipe is an error of that write, not the end of the process.
void ignore_broken_pipes();

/// "SIGSEGV" for 11; "signal 200" for a number without a name.
[[nodiscard]] std::string signal_name(int number);

}  // namespace rackproof
