#pragma once

#include <CLI/CLI.hpp>

#include "cli/exit_code.h"

/// One line a command: adds it to `app`; when it is chosen it runs and leaves its answer in
/// `result`. Only cli/ includes this header: CLI11 is slow to compile.
namespace rackproof {

void add_devices_command(CLI::App& app, ExitCode& result);
void add_read_command(CLI::App& app, ExitCode& result);
void add_query_command(CLI::App& app, ExitCode& result);
void add_health_command(CLI::App& app, ExitCode& result);
void add_certify_command(CLI::App& app, ExitCode& result);
void add_reference_command(CLI::App& app, ExitCode& result);

void add_agent_command(CLI::App& app, ExitCode& result);
void add_bundle_command(CLI::App& app, ExitCode& result);
void add_judge_command(CLI::App& app, ExitCode& result);
void add_key_command(CLI::App& app, ExitCode& result);
/// Under `key`.
void add_key_csr_command(CLI::App& key, ExitCode& result);
void add_proof_command(CLI::App& app, ExitCode& result);
void add_order_command(CLI::App& app, ExitCode& result);
void add_report_command(CLI::App& app, ExitCode& result);
void add_serve_command(CLI::App& app, ExitCode& result);
void add_seal_command(CLI::App& app, ExitCode& result);
void add_status_command(CLI::App& app, ExitCode& result);
void add_trust_command(CLI::App& app, ExitCode& result);
void add_stamp_command(CLI::App& app, ExitCode& result);
void add_verify_command(CLI::App& app, ExitCode& result);
void add_workload_command(CLI::App& app, ExitCode& result);
/// Hidden: what a probe starts as its child.
void add_probe_child_command(CLI::App& app, ExitCode& result);

/// Hidden: what a signer starts as its child.
void add_token_child_command(CLI::App& app, ExitCode& result);

/// All of the below.
void add_all_commands(CLI::App& app, ExitCode& result);

}  // namespace rackproof
