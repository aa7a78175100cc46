#include "certsuite/runner_record.h"

#include <utility>

#include "certsuite/environment.h"
#include "certsuite/plan.h"
#include "probes/machine/uuid.h"

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
  if (!record.clock_at_start) {
    record.clock_at_start = clock_sync(setup.host);
  }
  record.deviations = setup.plan.deviations;
  return record;
}

RunBegan run_began(const RunRecord& record) {
  auto nonce = random_uuid();
  return {.at = record.started,
          .run_id = record.run_id,
          .nonce = nonce ? *std::move(nonce) : std::string(),
          .suite_digest = record.suite_digest,
          .reference_digest = record.reference_digest,
          .plan_digest = record.plan_digest};
}

EvidenceStore::Place evidence_place(const RunSetup& setup) {
  EvidenceStore::Place place{.state = setup.state,
                             .output = setup.output,
                             .least_free_bytes = setup.pace.least_free_bytes,
                             .run_id = setup.known.run_id,
                             .sign = setup.sign};
  if (setup.before) {
    const auto& history = setup.before->history;
    place.journal_bytes = history.whole_bytes;
    place.journal_end = history.end;
    place.readings = history.readings;
  }
  return place;
}

void end_record(const Instant& start, const Host& host, RunRecord& record) {
  const Instant end(host.clock);
  record.finished = end.wall;
  record.clock_at_end = clock_sync(host);
  record.clock_drift_seconds = end.wall_moved_since(start);
  if (!record.segments.empty()) {
    record.segments.back().finished = end.wall;
  }
}

}  // namespace rackproof
