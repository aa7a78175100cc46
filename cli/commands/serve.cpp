#include "cli/serve.h"

#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/telemetry_options.h"

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
  add_telemetry_options(*command, order->place, "Store file, also beside its writer");
  command
      ->add_option("--listen", order->listen,
                   "Address to serve at: 127.0.0.1:PORT, [::1]:PORT, *:PORT")
      ->capture_default_str();
  command->callback([order, &result] { result = serve(*order); });
}

}  // namespace rackproof
