#include <iostream>
#include <new>

#include <CLI/CLI.hpp>

#include "cli/verify_command.h"

int main(int argc, char** argv) {
  CLI::App app{"rackproof-verify: says whether a bundle can be trusted, and what it proves",
               "rackproof-verify"};
  app.set_version_flag("--version", RACKPROOF_VERSION);
  auto result = rackproof::ExitCode::usage;
  rackproof::make_verify_command(app, result, true);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(rackproof::ExitCode::usage);
  } catch (const std::bad_alloc&) {
    std::cerr << "rackproof-verify: more memory would be needed than a verifier takes\n";
    return static_cast<int>(rackproof::ExitCode::failed);
  }
  return static_cast<int>(result);
}
