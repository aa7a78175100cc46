#include "cli/serve.h"

#include <iostream>
#include <memory>

#include "cli/commands.h"

namespace rackproof {
namespace {

ExitCode serve(const ServeOrder& order) {
  ignore_broken_pipes();
  const auto signals = TerminationSignals::open();
  if (!signals) {
    std::cerr << "rackproof serve: " << signals.error().message << "\n";
    return ExitCode::failed;
  }
  const SystemClock clock;
  return serve_telemetry(order, *signals, clock, std::cerr);
}

}  // namespace

void add_serve_command(CLI::App& app, ExitCode& result) {
  auto order = std::make_shared<ServeOrder>();
  auto* command = app.add_subcommand("serve", "Kept telemetry over HTTP: a fleet page and /api/v1");
  auto& place = order->place;
  auto* store = command->add_option("--store", place.store, "Store file, also beside its writer");
  command->add_option("--engine", place.engine, "URL of VictoriaMetrics or Prometheus")
      ->excludes(store);
  command->add_option("--engine-ca", place.engine_ca, "PEM file, for an https engine");
  command->add_option("--engine-token", place.engine_token, "File with a bearer token");
  command
      ->add_option("--listen", order->listen,
                   "Address to serve at: 127.0.0.1:PORT, [::1]:PORT, *:PORT")
      ->capture_default_str();
  command->callback([order, &result] { result = serve(*order); });
}

}  // namespace rackproof
