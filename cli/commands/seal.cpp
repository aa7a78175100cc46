#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "reports/seal/key_file.h"
#include "reports/sealing.h"
#include "schemas/enum_names.h"

namespace rackproof {
namespace {

struct SealOptions {
  std::string bundle;
  std::string role;
  std::string key;
};

ExitCode refuse(const Error& error, ExitCode code) {
  std::cerr << "rackproof seal: " << error.message << "\n";
  return code;
}

ExitCode seal_bundle(const SealOptions& options) {
  const auto role = value_of(seal::kRoles, options.role);
  if (!role) {
    std::cerr << "rackproof seal: --as collector or --as certifier\n";
    return ExitCode::usage;
  }
  const auto key = seal::load_private_key(options.key);
  if (!key) {
    return refuse(key.error(), exit_code_of_input(key.error()));
  }
  const auto sealed = seal_statement(options.bundle, *role, *key);
  if (!sealed) {
    return refuse(sealed.error(), exit_code_of(sealed.error()));
  }
  std::cout << "sealed as " << options.role << " by " << key->public_key().key_id() << "\n";
  return ExitCode::done;
}

}  // namespace

void add_seal_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<SealOptions>();
  auto* command = app.add_subcommand("seal", "Seal what was left unsealed, byte for byte");
  command->add_option("bundle", options->bundle, "Bundle directory")->required();
  command->add_option("--as", options->role, "collector (the run) or certifier (the report)")
      ->required();
  command->add_option("--key", options->key, "Private key file")->required();
  command->callback([options, &result] { result = seal_bundle(*options); });
}

}  // namespace rackproof
