#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "probes/machine/child_process.h"
#include "tests/support/notify_socket.h"
#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// The real `rackproof agent`, or another command that goes on until it is told to end, as a
/// service manager runs it: its messages are heard, signals are sent to it. Killed at destruction.
class AgentProcess {
 public:
  /// `watchdog`: WATCHDOG_USEC; "" = it is not watched.
  explicit AgentProcess(std::vector<std::string> arguments, const std::string& watchdog = "",
                        const std::string& subcommand = "agent");

  [[nodiscard]] const NotifySocket& manager() const { return manager_; }
  /// Waits for READY=1; where it serves ("" where it does not), as its status says.
  std::string ready();
  void send(int signal) const { process_.signal_group(signal); }
  /// Waits for its end: its exit code, or minus the signal that ended it.
  int end();
  /// What it has said on stderr so far.
  [[nodiscard]] std::string said() const;
  /// Waits until that holds `words`.
  [[nodiscard]] bool says(const std::string& words) const;

 private:
  [[nodiscard]] ChildCommand command(std::vector<std::string> arguments,
                                     const std::string& watchdog,
                                     const std::string& subcommand) const;

  TempDir directory_;
  NotifySocket manager_;
  ChildProcess process_;
};

}  // namespace rackproof::testing
