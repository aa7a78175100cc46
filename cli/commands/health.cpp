#include "cli/health.h"

#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/open_telemetry.h"
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
  auto& place = options->place;
  auto* store = command->add_option(
      "--store", place.store,
      std::string("Store file of an agent; ") + kUsualStore + " where neither is given");
  command->add_option("--engine", place.engine, "URL of VictoriaMetrics or Prometheus")
      ->excludes(store);
  command->add_option("--engine-ca", place.engine_ca, "PEM file, for an https engine");
  command->add_option("--engine-token", place.engine_token, "File with a bearer token");
  command->add_option("--reference", options->order.reference,
                      "NAME|FILE; else for each node the built-in ones that fit");
  command->add_option("--since", options->order.since, "So far back: 30m, 1h, 7d");
  command->add_flag("--json", options->order.json, "One JSON document");
  command->callback([options, &result] { result = judge_health_of(*options); });
}

}  // namespace rackproof
