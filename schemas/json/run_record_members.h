#pragma once

#include "schemas/json/member_writer.h"
#include "schemas/json/shared_members.h"
#include "schemas/run_record.h"

/// The parts of a run record, spelled alike in the statement and in the journal of a run.
namespace rackproof {

template <typename A>
void describe(A& archive, Described<A, Step>& step) {
  archive.field("phase", step.phase);
  archive.field("workload", step.workload);
  archive.field("attempt", step.attempt);
  archive.word("status", step.status, kStepStatuses);
  archive.field("reason", step.reason);
  archive.field("started", step.started);
  archive.field("measuredFrom", step.measured_from);
  archive.field("finished", step.finished);
  archive.field("plannedSeconds", step.planned_seconds);
  archive.field("seed", step.seed);
  archive.word("selfCheck", step.self_check, kSelfChecks);
  archive.group("canary", [&step](auto& canary) {
    canary.field("planted", step.canary.planted);
    canary.field("caught", step.canary.caught);
  });
  archive.field("checks", step.checks);
  archive.field("mismatchCount", step.mismatch_count);
  archive.list("mismatches", step.mismatches);
  archive.list("facts", step.facts);
  archive.field("log", step.log);
  archive.field("command", step.command);
}

template <typename A>
void describe(A& archive, Described<A, ProbeRecord>& probe) {
  archive.field("name", probe.name);
  archive.field("passes", probe.passes);
  archive.field("failures", probe.failures);
  archive.field("longestSeconds", probe.longest_seconds);
  archive.field("lastFailure", probe.last_failure);
}

template <typename A>
void describe(A& archive, Described<A, Disturbance>& disturbance) {
  archive.field("code", disturbance.code);
  archive.field("text", disturbance.text);
  archive.field("phase", disturbance.phase);
  archive.field("at", disturbance.at);
  archive.later("touches", [&disturbance](auto& later) {
    later.word("touches", disturbance.touches, kTouches);
  });
}

template <typename A>
void describe(A& archive, Described<A, Segment>& segment) {
  archive.field("bootId", segment.boot_id);
  archive.field("started", segment.started);
  archive.field("finished", segment.finished);
  archive.field("endedBy", segment.ended_by);
  archive.field("changes", segment.changes);
}

template <typename A>
void describe(A& archive, Described<A, JournalSummary>& journal) {
  archive.field("origin", journal.origin);
  archive.field("size", journal.size);
  archive.field("rootHash", journal.root_hash);
  archive.field("checkpoints", journal.checkpoints);
  archive.field("signedCheckpoints", journal.signed_checkpoints);
}

template <typename A>
void describe(A& archive, Described<A, ExternalResult>& result) {
  archive.field("member", result.member);
  archive.field("digest", result.sha256);
  archive.constant("format", "ocptv-2.0");
  archive.field("tool", result.tool);
  archive.field("toolVersion", result.tool_version);
  archive.field("deviceUnderTest", result.device_under_test);
  archive.field("started", result.started);
  archive.field("ended", result.ended);
  archive.field("status", result.status);
  archive.field("result", result.result);
  archive.group("diagnoses", [&result](auto& diagnoses) {
    diagnoses.field("pass", result.passed_count);
    diagnoses.field("fail", result.failed_count);
    diagnoses.field("unknown", result.unknown_count);
  });
}

template <typename A>
void describe(A& archive, Described<A, ClockSync>& sync) {
  archive.word("state", sync.state, kSyncStates);
  archive.field("why", sync.why);
  archive.field("offsetMs", sync.offset_ms);
  archive.field("maximumErrorMs", sync.maximum_error_ms);
  archive.field("estimatedErrorMs", sync.estimated_error_ms);
}

template <typename A>
void describe(A& archive, Described<A, Measurement>& measurement) {
  archive.field("phase", measurement.phase);
  archive.field("attempt", measurement.attempt);
  archive.field("name", measurement.name);
  archive.field("device", measurement.device);
  archive.word("statistic", measurement.statistic, kStatistics);
  archive.field("value", measurement.value);
  archive.field("unit", measurement.unit);
  archive.field("n", measurement.windows);
  archive.field("uncertainty", measurement.uncertainty);
  archive.word("evaluation", measurement.evaluation, kEvaluations);
  archive.field("evidence", measurement.evidence);
}

template <typename A>
void describe(A& archive, Described<A, Attestation>& attestation) {
  archive.word("kind", attestation.kind, kAttestationKinds);
  archive.field("device", attestation.device);
  archive.field("member", attestation.member);
  archive.field("sha256", attestation.sha256);
  archive.field("nonce", attestation.nonce);
  archive.field("note", attestation.note);
}

/// Written only where there are some, so that runs without any keep their bytes.
inline void describe_external(MemberWriter& archive, const std::vector<ExternalResult>& results) {
  if (!results.empty()) {
    archive.list("externalResults", results);
  }
}
inline void describe_external(MemberReader& archive, std::vector<ExternalResult>& results) {
  archive.later("externalResults",
                [&results](MemberReader& later) { later.list("externalResults", results); });
}

}  // namespace rackproof
