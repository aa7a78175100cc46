#include <iostream>
#include <memory>
#include <string>

#include "cli/bundle_page.h"
#include "cli/commands.h"
#include "cli/signing_options.h"
#include "probes/machine/output_file.h"
#include "reports/bundle.h"
#include "reports/sealing.h"
#include "schemas/enum_names.h"

namespace rackproof {
namespace {

struct SealOptions : KeyChoice {
  std::string bundle;
  std::string role;
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

ExitCode seal_bundle(const SealOptions& options) {
  const auto role = value_of(seal::kRoles, options.role);
  if (role != seal::Role::collector && role != seal::Role::certifier) {
    std::cerr << "rackproof seal: --as collector or --as certifier\n";
    return ExitCode::usage;
  }
  const auto key = open_signer(options);
  if (!key) {
    return refuse(key.error(), exit_code_of_input(key.error()));
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
  add_signing_options(*command, *options, "Private key to seal with")->required();
  command->callback([options, &result] { result = seal_bundle(*options); });
}

}  // namespace rackproof
