#pragma once

#include <iosfwd>
#include <string>

#include "cli/exit_code.h"
#include "schemas/telemetry_source.h"

namespace rackproof {

/// Where an agent keeps its store when it is installed as docs/agent.md has it.
inline constexpr const char* kUsualStore = "/var/lib/rackproof/samples.db";

struct HealthOrder {
  std::string reference = {};  ///< NAME|FILE; "" = for each node the built-in ones that fit.
  std::string since = "1h";    ///< 2 min to 90 days.
  bool json = false;
};

/// Judges all nodes of the source and writes the report. done: every node is healthy; not_pass: one
/// is not, or there is nothing to judge by; usage: an unknown reference, a wrong time; failed: the
/// source could not answer.
ExitCode run_health(TelemetrySource& source, const HealthOrder& order, UtcTime now,
                    std::ostream& output, std::ostream& complaints);

}  // namespace rackproof
