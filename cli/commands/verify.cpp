#include <algorithm>
#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/verify_command.h"
#include "cli/verifying.h"
#include "probes/machine/clock.h"

namespace rackproof {
namespace {

/// An option that is given and empty, as of a variable that is not set, is not one that is left
/// out: a memory or a list of withdrawn reports would be missing in silence.
std::string not_empty(const std::string& given) {
  return given.empty() ? "is given and empty: name a file, or leave the option out" : "";
}

/// An answer that could not be written was not given.
ExitCode written(ExitCode answer) {
  if (std::cout.flush()) {
    return answer;
  }
  std::cerr << "rackproof verify: the answer could not be written to standard output\n";
  return std::max(answer, ExitCode::failed);
}

}  // namespace

void make_verify_command(CLI::App& command, ExitCode& result, bool confined) {
  auto request = std::make_shared<VerifyRequest>();
  request->confined = confined;
  command.add_option("bundle", request->bundles, "Bundles: directories or archives")
      ->required()
      ->check(not_empty);
  auto* trust = command.add_option("--trust", request->trust, "Trust file (TOML): keys and roles")
                    ->check(not_empty);
  command.add_option("--key", request->key, "One public key (PEM), trusted in every role")
      ->check(not_empty)
      ->excludes(trust);
  command
      .add_option("--seen", request->seen,
                  "File that remembers trust files, reports and status lists; what is older is "
                  "then refused")
      ->check(not_empty)
      ->needs(trust);
  command
      .add_option("--status", request->status,
                  "Status list of the issuer, newer than that in a bundle may be")
      ->check(not_empty)
      ->needs(trust);
  command.add_flag("--allow-simulated", request->allow_simulated,
                   "Accept a PASS of a captured machine");
  command.add_flag("--json", request->json, "One JSON document");
  command.callback([request, &result] {
    result = written(verify_bundles(*request, SystemClock(), std::cout, std::cerr));
  });
}

void add_verify_command(CLI::App& app, ExitCode& result) {
  make_verify_command(
      *app.add_subcommand("verify", "Integrity, identity, time and verdict of bundles, offline"),
      result, false);
}

}  // namespace rackproof
