#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "cli/open_telemetry.h"

namespace rackproof {

/// --store FILE, which excludes --engine URL, and what shows an engine who asks. `store_help` says
/// what the store is to the command. Only files of commands include this.
void add_telemetry_options(CLI::App& command, TelemetryPlace& place, const std::string& store_help);

}  // namespace rackproof
