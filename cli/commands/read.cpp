#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/machine_reading.h"
#include "cli/machine_words.h"
#include "cli/reading_page.h"
#include "probes/sinks/openmetrics.h"

namespace rackproof {
namespace {

struct ReadOptions {
  std::string root = "/";
  std::vector<std::string> probes;
  std::string bmcs;
  std::string sources;
  bool json = false;
  bool openmetrics = false;
};

ExitCode read_everything(const ReadOptions& options) {
  auto answer = read_machine({.root = options.root,
                              .probes = options.probes,
                              .bmcs = options.bmcs,
                              .sources = options.sources});
  if (const auto* refusal = std::get_if<ReadingRefusal>(&answer)) {
    std::cerr << "rackproof read: " << refusal->sentence << "\n";
    return refusal->code;
  }
  const auto& machine = std::get<MachineReading>(answer);
  if (options.json) {
    std::cout << reading_json(machine.reading, machine.root);
  } else if (options.openmetrics) {
    std::cout << write_openmetrics(machine.reading.inventory, machine.reading.samples);
  } else {
    std::cout << headline(machine.reading, machine.root) << reading_text(machine.reading);
  }
  return ExitCode::done;
}

}  // namespace

void add_read_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<ReadOptions>();
  auto* command = app.add_subcommand("read", "One reading of everything");
  command->add_option("--root", options->root, "Captured tree to read instead of /");
  command->add_option("--bmc", options->bmcs, "TOML file: BMCs to read over Redfish too");
  command->add_option("--sources", options->sources,
                      "TOML file: commands and exporters to read too, and the site's own metrics");
  command->add_option("--probe", options->probes, "Only this probe; may be given several times");
  auto* json = command->add_flag("--json", options->json, "One JSON document");
  command->add_flag("--openmetrics", options->openmetrics, "OpenMetrics text exposition")
      ->excludes(json);
  command->callback([options, &result] { result = read_everything(*options); });
}

}  // namespace rackproof
