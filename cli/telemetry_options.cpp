#include "cli/telemetry_options.h"

namespace rackproof {

void add_telemetry_options(CLI::App& command, TelemetryPlace& place,
                           const std::string& store_help) {
  auto* store = command.add_option("--store", place.store, store_help);
  command.add_option("--engine", place.engine, "URL of VictoriaMetrics or Prometheus")
      ->excludes(store);
  command.add_option("--engine-ca", place.engine_ca, "PEM file, for an https engine");
  command.add_option("--engine-token", place.engine_token, "File with a bearer token");
}

}  // namespace rackproof
