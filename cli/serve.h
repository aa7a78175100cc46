#pragma once

#include <ostream>
#include <string>

#include "cli/exit_code.h"
#include "cli/open_telemetry.h"
#include "probes/machine/clock.h"
#include "probes/machine/http_server.h"
#include "probes/machine/termination.h"
#include "reports/telemetry_desk.h"

namespace rackproof {

struct ServeOrder {
  TelemetryPlace place;
  std::string listen = "127.0.0.1:9842";
};

/// What `rackproof serve` answers: the fleet's pages at "/", /api/v1/..., /healthz. Any thread.
[[nodiscard]] ServedAnswer answer_fleet(TelemetryDesk& desk, const Clock& clock,
                                        const ServedRequest& request);

/// Serves until one of `signals` comes; they were opened before any thread was started. `log` takes
/// where it listens, and what keeps it from that. done: it was told to end; usage: no such place or
/// address; failed: the rest.
ExitCode serve_telemetry(const ServeOrder& order, const TerminationSignals& signals,
                         const Clock& clock, std::ostream& log);

}  // namespace rackproof
