#include "schemas/json/run_record_json.h"

#include <utility>

#include "schemas/json/member_writer.h"
#include "schemas/json/run_record_members.h"
#include "schemas/json/shared_members.h"
#include "schemas/json/site_json.h"
#include "schemas/predicate_types.h"

namespace rackproof {

/// What ran: the tool, its plan and the reference that the plan came from.
template <typename A>
void describe_suite(A& archive, Described<A, RunRecord>& record) {
  archive.group("suite", [&record](auto& suite) {
    suite.constant("name", "rackproof");
    suite.field("version", record.suite_version);
    suite.field("digest", record.suite_digest);
  });
  archive.group("referenceArchitecture", [&record](auto& reference) {
    reference.field("id", record.reference_id);
    reference.field("revision", record.reference_revision);
    reference.field("digest", record.reference_digest);
  });
  archive.group("plan", [&record](auto& plan) {
    plan.field("digest", record.plan_digest);
    plan.field("tier", record.tier);
  });
}

template <typename A>
void describe(A& archive, Described<A, OrderMention>& order) {
  describe_order_name(archive, order);
  archive.field("digest", order.digest);
}

template <typename A>
void describe(A& archive, Described<A, EvidenceSummary>& evidence) {
  archive.field("files", evidence.files);
  archive.field("bytes", evidence.bytes);
  archive.field("manifestDigest", evidence.manifest_digest);
}

/// Before the journal in its group; older records have the journal alone.
void describe_summary(MemberWriter& archive, const RunRecord& record) {
  if (record.evidence) {
    describe(archive, *record.evidence);
  }
}
void describe_summary(MemberReader& archive, RunRecord& record) {
  archive.later("manifestDigest",
                [&record](MemberReader& later) { describe(later, record.evidence.emplace()); });
}

template <typename A>
void describe(A& archive, Described<A, RunRecord>& record) {
  archive.field("runId", record.run_id);
  describe_suite(archive, record);
  archive.word("status", record.status, kRunStatuses);
  archive.field("statusReason", record.status_reason);
  archive.field("simulated", record.simulated);
  archive.field("root", record.root);
  archive.field("started", record.started);
  archive.field("finished", record.finished);
  archive.group("clock", [&record](auto& clock) {
    clock.field("source", record.clock_source);
    clock.field("driftSeconds", record.clock_drift_seconds);
    object_when_given(clock, "atStart", record.clock_at_start);
    object_when_given(clock, "atEnd", record.clock_at_end);
  });
  archive.field("commandLine", record.command_line);
  archive.object("site", record.site);
  archive.list("instruments", record.site.instruments);
  archive.list("environment", record.environment);
  archive.list("tests", record.steps);
  list_when_given(archive, "measurements", record.measurements);
  archive.list("probes", record.probes);
  archive.list("disturbances", record.disturbances);
  archive.field("deviations", record.deviations);
  archive.later("segments", [&record](auto& later) { later.list("segments", record.segments); });
  archive.later("evidence", [&record](auto& later) {
    later.group("evidence", [&record](auto& kept) {
      describe_summary(kept, record);
      kept.object("journal", record.journal);
    });
  });
  object_when_given(archive, "order", record.order);
  describe_external(archive, record.external_results);
  archive.later("attestations",
                [&record](auto& later) { later.list("attestations", record.attestations); });
}

std::string encode_run_record_statement(const RunRecord& record,
                                        const std::vector<Subject>& subjects) {
  return encode_statement({subjects, std::string(kRunRecordPredicate), to_json(record)});
}

Result<RunRecordStatement> decode_run_record_statement(std::string_view bytes) {
  auto statement = decode_statement(bytes);
  if (!statement) {
    return std::move(statement).error();
  }
  auto known = require_predicate_type(statement->predicate_type, kRunRecordPredicate);
  if (!known) {
    return std::move(known).error();
  }
  auto record = from_json<RunRecord>(statement->predicate, "predicate");
  if (!record) {
    return std::move(record).error();
  }
  return RunRecordStatement{std::move(statement->subjects), *std::move(record)};
}

}  // namespace rackproof
