#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "probes/amdsmi/amdsmi_child.h"
#include "probes/nvml/nvml_api.h"
#include "probes/nvml/nvml_attestation.h"
#include "probes/nvml/nvml_child.h"

namespace rackproof {
namespace {

struct ProbeChildOptions {
  std::string name;
  std::string library;  ///< "" = the vendor's, where it is to be expected.
  std::string nonce;    ///< Of an attestation, hex.
};

void ask_library(const ProbeChildOptions& options) {
  if (options.name == "amdsmi") {
    return amdsmi::run_amdsmi_child(options.library, std::cin, std::cout);
  }
  const auto library = options.library.empty() ? std::string(nvml::kLibraryName) : options.library;
  if (options.name == "nvml-attestation") {
    return nvml::run_attestation_child(library, options.nonce, std::cout);
  }
  nvml::run_nvml_child(library, std::cin, std::cout);
}

}  // namespace

void add_probe_child_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<ProbeChildOptions>();
  auto* command =
      app.add_subcommand("probe-child", "Ask one vendor library on behalf of a probe (internal)");
  command->group("");  // in no list: it is no command for people
  command->add_option("name", options->name, "Which library")
      ->required()
      ->check(CLI::IsMember({"nvml", "nvml-attestation", "amdsmi"}));
  command->add_option("--library", options->library, "Another file than the vendor's");
  command->add_option("--nonce", options->nonce, "That an attestation is to be made over, hex");
  command->callback([options, &result] {
    ask_library(*options);
    result = ExitCode::done;
  });
}

}  // namespace rackproof
