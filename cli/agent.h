#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "cli/agent_config.h"
#include "cli/agent_station.h"
#include "cli/exit_code.h"
#include "probes/machine/clock.h"
#include "probes/machine/service_notifier.h"
#include "probes/machine/termination.h"

namespace rackproof {

/// The process that collects until it is told to end: SIGTERM or SIGINT end it, SIGHUP has its file
/// read anew, a service manager is kept up to date. One thread.
class Agent {
 public:
  /// `file` is what SIGHUP reads anew; "" where the options said everything. `out` takes one line
  /// an occurrence. The notifier and the stream outlive it.
  Agent(std::string file, const ServiceNotifier& notifier, std::ostream& out)
      : file_(std::move(file)), notifier_(notifier), out_(out) {}

  /// To its end. Opened before any thread is started, the signals outlive it.
  ExitCode work(const AgentConfig& config, const TerminationSignals& signals);

 private:
  Result<void> begin(std::unique_ptr<AgentStation> station);
  /// The same of a station that is still to be prepared.
  Result<void> begin_with(const AgentConfig& config);
  ExitCode serve(const TerminationSignals& signals);
  /// False when it ended up with nothing at work.
  bool reload();
  bool change_to(const AgentConfig& config);
  ExitCode end();
  void watch();
  void tell(const std::string& message);
  void log(const std::string& line);
  [[nodiscard]] std::string status() const;
  [[nodiscard]] std::chrono::milliseconds beat() const;

  std::string file_;
  const ServiceNotifier& notifier_;
  std::ostream& out_;
  SystemClock clock_;
  std::unique_ptr<AgentStation> station_;
  std::uint64_t rounds_ = 0;  ///< Of the station, when it was last looked at.
  std::string trouble_;       ///< As it was last said.
  bool is_heard_ = true;      ///< By the service manager, when it was last told something.
};

}  // namespace rackproof
