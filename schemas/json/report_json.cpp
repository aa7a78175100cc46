#include "schemas/json/report_json.h"

#include <string>
#include <utility>

#include "schemas/json/member_writer.h"
#include "schemas/json/shared_members.h"
#include "schemas/json/site_json.h"
#include "schemas/predicate_types.h"

namespace rackproof {

template <typename A>
void describe(A& archive, Described<A, Verdict>& verdict) {
  archive.field("criterion", verdict.criterion);
  archive.field("class", verdict.criterion_class);
  archive.field("device", verdict.device);
  archive.field("required", verdict.required);
  archive.word("verdict", verdict.outcome, kOutcomes);
  archive.field("unit", verdict.unit);
  archive.field("observed", verdict.observed);
  archive.field("uncertainty", verdict.uncertainty);
  archive.group("limit", [&verdict](auto& limit) {
    limit.field("atLeast", verdict.at_least);
    limit.field("atMost", verdict.at_most);
  });
  archive.group("acceptanceLimit", [&verdict](auto& limit) {
    limit.field("atLeast", verdict.accept_at_least);
    limit.field("atMost", verdict.accept_at_most);
  });
  archive.field("readable", verdict.readable);
  archive.field("missing", verdict.missing);
  archive.field("reason", verdict.reason);
}

template <typename A>
void describe_identity(A& archive, Described<A, Report>& report) {
  archive.field("reportId", report.report_id);
  archive.field("revision", report.revision);
  when_given(archive, "sequence", report.sequence);
  archive.group("supersedes", [&report](auto& supersedes) {
    supersedes.field("reportId", report.supersedes);
    supersedes.field("reason", report.supersedes_reason);
  });
  archive.field("title", report.title);
  archive.field("issued", report.issued);
  archive.field("retestOn", report.retest_on);
  when_given(archive, "validUntil", report.valid_until);
  archive.object("site", report.site);
  archive.list("instruments", report.site.instruments);
}

template <typename A>
void describe(A& archive, Described<A, Report>& report) {
  describe_identity(archive, report);
  archive.group("referenceArchitecture", [&report](auto& reference) {
    reference.field("id", report.reference_id);
    reference.field("revision", report.reference_revision);
    reference.field("title", report.reference_title);
    reference.field("status", report.reference_status);
    reference.field("digest", report.reference_digest);
  });
  archive.field("runRecords", report.run_record_digests);
  archive.group("evaluator", [&report](auto& evaluator) {
    evaluator.field("name", report.evaluator_name);
    evaluator.field("version", report.evaluator_version);
  });
  archive.field("simulated", report.simulated);
  archive.field("tier", report.tier);
  archive.list("requirements", report.judgement.verdicts);
  archive.word("overall", report.judgement.overall, kOutcomes);
  archive.field("because", report.judgement.because);
  archive.field("notCovered", report.not_covered);
  archive.field("scopeStatement", report.scope_statement);
}

std::string encode_report_statement(const Report& report, const std::vector<Subject>& subjects) {
  return encode_statement({subjects, std::string(kReportPredicate), to_json(report)});
}

Result<ReportStatement> decode_report_statement(std::string_view bytes) {
  auto statement = decode_statement(bytes);
  if (!statement) {
    return std::move(statement).error();
  }
  auto known = require_predicate_type(statement->predicate_type, kReportPredicate);
  if (!known) {
    return std::move(known).error();
  }
  auto report = from_json<Report>(statement->predicate, "predicate");
  if (!report) {
    return std::move(report).error();
  }
  if (report->sequence && *report->sequence < 1) {
    return Error{ErrorKind::malformed,
                 "predicate.sequence: counts from 1, not " + std::to_string(*report->sequence)};
  }
  return ReportStatement{std::move(statement->subjects), *std::move(report)};
}

}  // namespace rackproof
