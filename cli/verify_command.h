#pragma once

#include <CLI/CLI.hpp>

#include "cli/exit_code.h"

namespace rackproof {

/// Gives `command` the options and the work of verifying: the whole of rackproof-verify, and the
/// subcommand of rackproof.
void make_verify_command(CLI::App& command, ExitCode& result);

}  // namespace rackproof
