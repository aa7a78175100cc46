#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <sys/resource.h>
#include <sys/types.h>

#include "probes/machine/child.h"
#include "probes/machine/descriptor.h"
#include "schemas/result.h"

namespace rackproof {

/// How a process ended and what it took.
struct ProcessEnd {
  int status = 0;  ///< As wait(2) gives it.
  rusage usage{};
};

/// A running child that leads its own process group, the pipes to it, and a warden: a second
/// process that does nothing but wait for our end, and then kills the group. The warden is needed
/// because PR_SET_PDEATHSIG reaches the child alone and not what the child started. Whoever is left
/// in the group is killed at destruction. One thread at a time.
class ChildProcess {
 public:
  /// Error{absent} when there is no such program; else what fork, the pipes or exec said.
  static Result<ChildProcess> start(const ChildCommand& command);

  ~ChildProcess();
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Our ends of its stdout and stderr, non-blocking; stderr is shut when it goes to a file.
  [[nodiscard]] const Descriptor& output() const { return output_; }
  [[nodiscard]] const Descriptor& errors() const { return errors_; }
  /// Our end of its stdin, a socket; shut unless the command takes input.
  [[nodiscard]] const Descriptor& input() const { return input_; }
  /// Becomes readable when the child has ended (pidfd_open(2)).
  [[nodiscard]] const Descriptor& ended() const { return ended_; }

  /// The child then reads an end of file.
  void shut_input() { input_.reset(); }

  void signal_group(int number) const;
  /// Resident memory of the child itself; 0 where it cannot be read any more.
  [[nodiscard]] std::uint64_t resident_bytes() const;
  /// Kills what is left of the group, then takes the child's status; only after ended().
  Result<ProcessEnd> reap();

 private:
  ChildProcess() = default;
  /// Starts the warden, which reads `wardens` until the other end, ours, is shut.
  Result<void> watch(Descriptor ours, const Descriptor& wardens);
  void stop_warden();

  pid_t pid_ = -1;
  pid_t warden_ = -1;
  Descriptor input_;
  Descriptor output_;
  Descriptor errors_;
  Descriptor ended_;
  Descriptor lifeline_;  ///< Its other end is the warden's: it reads our end as end of file.
};

}  // namespace rackproof
