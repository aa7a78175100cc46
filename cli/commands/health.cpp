#include "cli/health.h"

#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/telemetry_options.h"
#include "probes/machine/clock.h"
#include "probes/machine/file_tree.h"

namespace rackproof {
namespace {

struct HealthOptions {
  TelemetryPlace place;
  HealthOrder order;
};

/// The store that nobody named is not there: that is no wrong question, but no data.
bool lacks_usual_store(const TelemetryPlace& place) {
  const auto files = FileTree::open("/");
  return place.store.empty() && place.engine.empty() && files && !files->exists(kUsualStore);
}

ExitCode judge_health_of(HealthOptions options) {
  auto& place = options.place;
  if (lacks_usual_store(place)) {
    std::cerr << "rackproof health: no data to judge health on: there is no " << kUsualStore
              << "; run an agent, or give --store FILE or --engine URL\n";
    return ExitCode::not_pass;
  }
  if (place.store.empty() && place.engine.empty()) {
    place.store = kUsualStore;
  }
  TelemetryRefusal refusal;
  const auto telemetry = open_telemetry(place, refusal);
  if (telemetry.source == nullptr) {
    std::cerr << "rackproof health: " << refusal.why << "\n";
    return refusal.code;
  }
  if (!telemetry.note.empty()) {
    std::cerr << "rackproof health: " << telemetry.note << "\n";
  }
  return run_health(*telemetry.source, options.order, SystemClock().now(), std::cout, std::cerr);
}

}  // namespace

void add_health_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<HealthOptions>();
  auto* command = app.add_subcommand("health", "Whether nodes are healthy, by what was kept");
  add_telemetry_options(
      *command, options->place,
      std::string("Store file of an agent; ") + kUsualStore + " where neither is given");
  command->add_option("--reference", options->order.reference,
                      "NAME|FILE; else for each node the built-in ones that fit");
  command->add_option("--since", options->order.since, "So far back: 30m, 1h, 7d");
  command->add_flag("--json", options->order.json, "One JSON document");
  command->callback([options, &result] { result = judge_health_of(*options); });
}

}  // namespace rackproof
