#pragma once

#include <CLI/CLI.hpp>

#include "cli/exit_code.h"

namespace rackproof {

/// Gives `command` the options and the work of verifying: the whole of rackproof-verify, which
/// confines itself to it, and the subcommand of rackproof, which does not.
void make_verify_command(CLI::App& command, ExitCode& result, bool confined);

}  // namespace rackproof
