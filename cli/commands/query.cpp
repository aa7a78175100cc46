#include "cli/query.h"

#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/open_telemetry.h"
#include "cli/telemetry_options.h"
#include "probes/machine/clock.h"

namespace rackproof {
namespace {

struct QueryOptions {
  TelemetryPlace place;
  QueryOrder order;
  bool json = false;
  bool csv = false;
};

ExitCode query_telemetry(const QueryOptions& options) {
  TelemetryRefusal refusal;
  const auto telemetry = open_telemetry(options.place, refusal);
  if (telemetry.source == nullptr) {
    std::cerr << "rackproof query: " << refusal.why << "\n";
    return refusal.code;
  }
  if (!telemetry.note.empty()) {
    std::cerr << "rackproof query: " << telemetry.note << "\n";
  }
  auto order = options.order;
  if (options.json || options.csv) {
    order.format = options.json ? QueryFormat::json : QueryFormat::csv;
  }
  return run_query(*telemetry.source, order, SystemClock().now(), std::cout, std::cerr);
}

void add_time_options(CLI::App& command, QueryOptions& options) {
  auto& words = options.order.words;
  auto* since = command.add_option("--since", words.since, "So long before --to: 90s, 30m, 7d");
  auto* from = command.add_option("--from", words.from, "UTC, RFC 3339");
  auto* to = command.add_option("--to", words.to, "UTC, RFC 3339; now where not given");
  auto* step = command.add_option("--step", words.step, "Windows of that length: 1m");
  command.add_option("--stat", words.statistic,
                     "Of each window: mean, min, max, p99, growth, rate...");
  command.add_option("--group", words.group,
                     "Together: device, node, position, level:N of the path, all");
  from->excludes(since);
  auto* last = command.add_flag("--last", options.order.last, "The last reading of each series");
  for (auto* other : {since, from, to, step}) {
    last->excludes(other);
  }
}

}  // namespace

void add_query_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<QueryOptions>();
  auto* command =
      app.add_subcommand("query", "Readings, windows and last values of kept telemetry");
  add_telemetry_options(*command, options->place, "Store file of an agent or of a run");
  command->add_option("--metric", options->order.metrics, "Name; may be given several times")
      ->required();
  command->add_option("--device", options->order.words.device, "Device ids, * for anything");
  add_time_options(*command, *options);
  auto* json = command->add_flag("--json", options->json, "One JSON document");
  command->add_flag("--csv", options->csv, "Comma-separated, one line a point")->excludes(json);
  command->callback([options, &result] { result = query_telemetry(*options); });
}

}  // namespace rackproof
