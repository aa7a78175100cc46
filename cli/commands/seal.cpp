#include <iostream>
#include <memory>
#include <string>

#include "cli/bundle_page.h"
#include "cli/commands.h"
#include "cli/signing_options.h"
#include "probes/machine/clock.h"
#include "probes/machine/output_file.h"
#include "reports/bundle.h"
#include "reports/report_sequence.h"
#include "reports/sealing.h"
#include "schemas/enum_names.h"

namespace rackproof {
namespace {

struct SealOptions : KeyChoice {
  std::string bundle;
  std::string role;
  SequenceFile sequence = {};  ///< Path "" = the report is not counted.
};

ExitCode refuse(const Error& error, ExitCode code) {
  std::cerr << "rackproof seal: " << error.message << "\n";
  return code;
}

/// The page shows who sealed; an old one would be out of date.
Result<void> render_again(const std::string& bundle) {
  const auto page = page_of(bundle);
  return page ? write_file(bundle + "/" + bundle::kHtml, *page) : Result<void>(page.error());
}

/// Where it is asked for, the report gets its issuer's next number before it is sealed; none is
/// taken for a key that cannot seal.
Result<void> count(const SealOptions& options, const seal::Signer& key) {
  if (options.sequence.path.empty()) {
    return {};
  }
  if (auto usable = try_signer(key); !usable) {
    return usable;
  }
  const auto number = number_report(options.bundle, options.sequence, SystemClock().now());
  if (!number) {
    return number.error();
  }
  std::cout << "number " << *number << " of its issuer's reports\n";
  return {};
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
  if (!key) {
    return refuse(key.error(), exit_code_of_input(key.error()));
  }
  if (const auto counted = count(options, **key); !counted) {
    return refuse(counted.error(), exit_code_of(counted.error()));
  }
  const auto sealed = seal_statement(options.bundle, *role, **key);
  if (!sealed) {
    return refuse(sealed.error(), exit_code_of(sealed.error()));
  }
  if (const auto rendered = render_again(options.bundle); !rendered) {
    return refuse(rendered.error().during("sealed, but report.html could not be made again"),
                  ExitCode::failed);
  }
  std::cout << "sealed as " << options.role << " by " << (*key)->public_key().key_id() << "\n";
  return ExitCode::done;
}

}  // namespace

void add_seal_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<SealOptions>();
  auto* command = app.add_subcommand(
      "seal", "Seal what was left unsealed, byte for byte; a second key adds its signature");
  command->add_option("bundle", options->bundle, "Bundle directory")->required();
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
  command->callback([options, &result] { result = seal_bundle(*options); });
}

}  // namespace rackproof
