#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/verify_command.h"
#include "cli/verifying.h"
#include "probes/machine/clock.h"

namespace rackproof {

void make_verify_command(CLI::App& command, ExitCode& result, bool confined) {
  auto request = std::make_shared<VerifyRequest>();
  request->confined = confined;
  command.add_option("bundle", request->bundles, "Bundles: directories or archives")->required();
  auto* trust = command.add_option("--trust", request->trust, "Trust file (TOML): keys and roles");
  command.add_option("--key", request->key, "One public key (PEM), trusted in every role")
      ->excludes(trust);
  command
      .add_option("--seen", request->seen,
                  "File that remembers the newest trust file; an older one is then refused")
      ->needs(trust);
  command
      .add_option("--status", request->status,
                  "Status list of the issuer, newer than that in a bundle may be")
      ->needs(trust);
  command.add_flag("--allow-simulated", request->allow_simulated,
                   "Accept a PASS of a captured machine");
  command.add_flag("--json", request->json, "One JSON document");
  command.callback([request, &result] {
    result = verify_bundles(*request, SystemClock(), std::cout, std::cerr);
  });
}

void add_verify_command(CLI::App& app, ExitCode& result) {
  make_verify_command(
      *app.add_subcommand("verify", "Integrity, identity, time and verdict of bundles, offline"),
      result, false);
}

}  // namespace rackproof
