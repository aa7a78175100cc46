#pragma once

#include "probes/machine/http_server.h"
#include "reports/telemetry_api.h"
#include "reports/telemetry_desk.h"

namespace rackproof {

/// An answer of /api/v1 as it goes out: JSON, gzip where it is taken and worth it.
[[nodiscard]] ServedAnswer served_json(ApiAnswer answer, const ServedRequest& request);

/// What `desk` answers to a request for one of its paths; nothing_here() for any other. Any thread.
[[nodiscard]] ServedAnswer answer_telemetry(TelemetryDesk& desk, const ServedRequest& request);

}  // namespace rackproof
