#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/judging.h"
#include "cli/signing_options.h"

namespace rackproof {

void add_judge_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<JudgeRequest>();
  auto* command = app.add_subcommand("judge", "A new report over the run of an old bundle");
  command->add_option("bundle", options->bundle, "Bundle directory or archive")->required();
  command->add_option("--reference", options->reference, "Built-in name or TOML file")->required();
  command
      ->add_option("--out", options->out,
                   "The new bundle: a directory, or an archive where the old one is")
      ->required();
  command->add_option("--waivers", options->waivers,
                      "TOML file of [[waiver]] tables to record beside the verdicts");
  add_signing_options(*command, *options, "Private key to seal the new report with");
  add_credential_options(*command, options->credentials);
  command->callback([options, &result] { result = judge_bundle(*options, std::cout, std::cerr); });
}

}  // namespace rackproof
