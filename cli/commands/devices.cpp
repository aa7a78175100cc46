#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/device_tree.h"
#include "cli/machine_reading.h"
#include "cli/machine_words.h"
#include "schemas/json/inventory_json.h"

namespace rackproof {
namespace {

struct DevicesOptions {
  std::string root = "/";
  ExpectationQuestion expect;
  std::string bmcs;
  std::string sources;
  bool json = false;
  bool why = false;
};

ExitCode list_devices(const DevicesOptions& options) {
  auto answer = read_machine({.root = options.root,
                              .probes = {},
                              .expect = options.expect,
                              .bmcs = options.bmcs,
                              .sources = options.sources});
  if (const auto* refusal = std::get_if<ReadingRefusal>(&answer)) {
    std::cerr << "rackproof devices: " << refusal->sentence << "\n";
    return refusal->code;
  }
  const auto& machine = std::get<MachineReading>(answer);
  if (options.json) {
    std::cout << encode_inventory(machine.reading.inventory);
    return ExitCode::done;
  }
  std::cout << headline(machine.reading, machine.root);
  std::cout << (options.why ? why_not(machine.reading) : device_tree(machine.reading));
  return ExitCode::done;
}

}  // namespace

void add_devices_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<DevicesOptions>();
  auto* command = app.add_subcommand("devices", "What is here, and what could not be read and why");
  command->add_option("--root", options->root, "Captured tree to read instead of /");
  command->add_option("--expect", options->expect.inventory,
                      "Earlier `devices --json`, or a bundle's inventory.json: what must be here");
  command->add_option("--reference", options->expect.reference,
                      "NAME|FILE: as many of each part must be here as it declares");
  command->add_option("--bmc", options->bmcs, "TOML file: BMCs to read over Redfish too");
  command->add_option("--sources", options->sources,
                      "TOML file: commands and exporters to read too");
  auto* json = command->add_flag("--json", options->json, "The inventory as one JSON document");
  command
      ->add_flag("--why", options->why,
                 "What could not be read, why, and what would let it be read")
      ->excludes(json);
  command->callback([options, &result] { result = list_devices(*options); });
}

}  // namespace rackproof
