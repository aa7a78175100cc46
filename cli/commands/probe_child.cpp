#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "probes/nvml/nvml_api.h"
#include "probes/nvml/nvml_child.h"

namespace rackproof {
namespace {

struct ProbeChildOptions {
  std::string name;
  std::string library{nvml::kLibraryName};
};

}  // namespace

void add_probe_child_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<ProbeChildOptions>();
  auto* command =
      app.add_subcommand("probe-child", "Ask one vendor library on behalf of a probe (internal)");
  command->group("");  // in no list: it is no command for people
  command->add_option("name", options->name, "Which library")
      ->required()
      ->check(CLI::IsMember({"nvml"}));
  command->add_option("--library", options->library, "Another file than the vendor's");
  command->callback([options, &result] {
    nvml::run_nvml_child(options->library, std::cin, std::cout);
    result = ExitCode::done;
  });
}

}  // namespace rackproof
