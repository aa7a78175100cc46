#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "probes/machine/open_file_limit.h"

int main(int argc, char** argv) {
  rackproof::raise_open_file_limit();  // probes keep thousands of files open
  CLI::App app{"rackproof: reads, works, judges and certifies a rack of accelerators", "rackproof"};
  app.set_version_flag("--version", RACKPROOF_VERSION);
  app.require_subcommand(1);
  auto result = rackproof::ExitCode::usage;
  rackproof::add_all_commands(app, result);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(rackproof::ExitCode::usage);
  }
  return static_cast<int>(result);
}
