#include "cli/commands.h"

namespace rackproof {

void add_all_commands(CLI::App& app, ExitCode& result) {
  add_devices_command(app, result);
  add_read_command(app, result);
  add_query_command(app, result);
  add_health_command(app, result);
  add_agent_command(app, result);
  add_serve_command(app, result);
  add_certify_command(app, result);
  add_reference_command(app, result);
  add_judge_command(app, result);
  add_proof_command(app, result);
  add_order_command(app, result);
  add_seal_command(app, result);
  add_stamp_command(app, result);
  add_verify_command(app, result);
  add_report_command(app, result);
  add_bundle_command(app, result);
  add_key_command(app, result);
  add_trust_command(app, result);
  add_status_command(app, result);
  add_workload_command(app, result);
  add_probe_child_command(app, result);
  add_token_child_command(app, result);
}

}  // namespace rackproof
