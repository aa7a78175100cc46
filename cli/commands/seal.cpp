#include <cstddef>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "cli/commands.h"
#include "cli/seal_keeping.h"
#include "cli/signing_options.h"
#include "probes/machine/clock.h"
#include "reports/sealer_credentials.h"
#include "schemas/encoding.h"
#include "schemas/enum_names.h"

namespace rackproof {
namespace {

constexpr std::size_t kLine = 1000;

struct SealOptions : KeyChoice {
  std::string bundle;
  std::string role;
  SequenceFile sequence = {};  ///< Path "" = the report is not counted.
  CredentialChoice credentials;
  bool json = false;
};

ExitCode refuse(const Error& error, ExitCode code) {
  std::cerr << "rackproof seal: " << printable(error.message, kLine) << "\n";
  return code;
}

ExitCode seal_with(const SealOptions& options, seal::Role role, const seal::Signer& key) {
  Sealed sealed{options.bundle, options.role, key.public_key().key_id(), {}, 0, {}, {}};
  auto credentials = read_credentials(options, options.credentials);
  if (!credentials) {
    return refuse(credentials.error(), exit_code_of_input(credentials.error()));
  }
  sealed.credentials = *std::move(credentials);
  auto loaded = load_bundle(options.bundle);
  if (!loaded) {
    return refuse(loaded.error(), exit_code_of(loaded.error()));
  }
  auto notes = check_sealer_credentials(sealed.credentials,
                                        {key.public_key(), role, SystemClock().now()}, &*loaded);
  if (!notes) {
    return refuse(notes.error(), exit_code_of_input(notes.error()));
  }
  sealed.notes = *std::move(notes);
  if (const auto counted = count_report(options.sequence, key, *loaded, sealed); !counted) {
    return refuse(counted.error(), exit_code_of(counted.error()));
  }
  if (const auto done = seal_loaded(*loaded, key, role, sealed); !done) {
    return refuse(done.error(), exit_code_of(done.error()));
  }
  std::cout << (options.json ? sealed_json(sealed) : sealed_text(sealed));
  for (std::size_t i = 0; !options.json && i < sealed.notes.size(); ++i) {
    std::cerr << "note: " << printable(sealed.notes[i], kLine) << "\n";
  }
  return ExitCode::done;
}

ExitCode seal_bundle(const SealOptions& options) {
  const auto role = value_of(seal::kRoles, options.role);
  if (role != seal::Role::collector && role != seal::Role::certifier) {
    std::cerr << "rackproof seal: --as collector or --as certifier\n";
    return ExitCode::usage;
  }
  if (role != seal::Role::certifier && !options.sequence.path.empty()) {
    std::cerr << "rackproof seal: --sequence counts reports: --as certifier\n";
    return ExitCode::usage;
  }
  const auto key = open_signer(options);
  return key ? seal_with(options, *role, **key)
             : refuse(key.error(), exit_code_of_input(key.error()));
}

}  // namespace

void add_seal_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<SealOptions>();
  auto* command = app.add_subcommand(
      "seal", "Seal what was left unsealed, byte for byte; a second key adds its signature");
  command->add_option("bundle", options->bundle, "Bundle directory or archive")->required();
  command->add_option("--as", options->role, "collector (the run) or certifier (the report)")
      ->required();
  auto* sequence = command->add_option(
      "--sequence", options->sequence.path,
      "File that counts the issuer's reports: the report gets the next number before it is sealed");
  command
      ->add_option("--sequence-from", options->sequence.begin,
                   "Make that file, to begin with this number")
      ->needs(sequence);
  add_signing_options(*command, *options, "Private key to seal with")->required();
  add_credential_options(*command, options->credentials);
  command->add_flag("--json", options->json, "What was done as a JSON document");
  command->callback([options, &result] { result = seal_bundle(*options); });
}

}  // namespace rackproof
