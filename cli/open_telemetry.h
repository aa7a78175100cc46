#pragma once

#include <memory>
#include <string>

#include "cli/exit_code.h"
#include "schemas/telemetry_source.h"

namespace rackproof {

/// Where kept telemetry is: exactly one of store and engine.
struct TelemetryPlace {
  std::string store;         ///< File.
  std::string engine;        ///< URL.
  std::string engine_ca;     ///< PEM file, for https; "" = the system's.
  std::string engine_token;  ///< File with a bearer token, closed to everybody else; "" = none.
};

struct OpenedTelemetry {
  std::unique_ptr<TelemetrySource> source;
  std::string note;  ///< What a person should know of it, such as what a crash cost; "" = nothing.
};

struct TelemetryRefusal {
  ExitCode code = ExitCode::failed;
  std::string why;
};

/// Opens it for reading, or says in `refusal` why that cannot be.
[[nodiscard]] OpenedTelemetry open_telemetry(const TelemetryPlace& place,
                                             TelemetryRefusal& refusal);

}  // namespace rackproof
