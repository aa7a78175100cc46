#include "certsuite/runner_record.h"

#include "certsuite/environment.h"
#include "certsuite/plan.h"

namespace rackproof {

RunRecord open_record(const RunSetup& setup, UtcTime started) {
  auto record = setup.known;
  record.reference_id = setup.plan.reference_id;
  record.reference_revision = setup.plan.reference_revision;
  record.reference_digest = setup.plan.reference_digest;
  record.plan_digest = plan_digest(setup.plan);
  record.tier = setup.plan.tier;
  record.simulated = setup.inventory.simulated;
  record.root = setup.host.files.root();
  record.started = started;
  record.clock_source = clock_source(setup.host.files);
  if (record.environment.empty()) {
    record.environment = environment_facts(setup.host.files);
  }
  record.deviations = setup.plan.deviations;
  return record;
}

void end_record(const Instant& start, const Instant& end, RunRecord& record) {
  record.finished = end.wall;
  record.clock_drift_seconds = end.wall_moved_since(start);
  if (!record.segments.empty()) {
    record.segments.back().finished = end.wall;
  }
}

}  // namespace rackproof
