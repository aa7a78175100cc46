#include "schemas/json/report_json.h"

#include <string>
#include <utility>

#include "schemas/json/member_writer.h"
#include "schemas/json/shared_members.h"
#include "schemas/json/site_json.h"
#include "schemas/predicate_types.h"

namespace rackproof {

template <typename A>
void describe(A& archive, Described<A, Waiver>& waiver) {
  archive.field("requirement", waiver.requirement);
  archive.field("by", waiver.by);
  archive.field("expires", waiver.expires);
  archive.field("reason", waiver.reason);
}

namespace {

template <typename A, typename G>
void describe_grounds(A& archive, G& grounds) {
  archive.word("rule", grounds.rule, kRuleKinds);
  archive.field("statistic", grounds.statistic);
  archive.field("k", grounds.coverage_factor);
  archive.group("evaluation", [&grounds](auto& evaluation) {
    evaluation.word("type", grounds.evaluation, kUncertaintyEvaluations);
    evaluation.field("instrument", grounds.instrument);
  });
  archive.field("evidence", grounds.evidence);
}

/// All of them or none: "rule" is the first.
void grounds_members(MemberReader& archive, Verdict& verdict) {
  archive.later("rule", [&verdict](MemberReader& reader) {
    describe_grounds(reader, verdict.grounds.emplace());
  });
}
void grounds_members(MemberWriter& archive, const Verdict& verdict) {
  if (verdict.grounds) {
    describe_grounds(archive, *verdict.grounds);
  }
}

template <typename A, typename R>
void describe_rule(A& archive, R& rule) {
  archive.word("kind", rule.kind, kRuleKinds);
  archive.field("w", rule.w);
  archive.field("k", rule.k);
}

void read_rule(MemberReader& by_id, std::string_view id, std::vector<RuleUsed>& rules) {
  if (by_id.optional_member(id) == nullptr) {
    return;
  }
  by_id.group(id, [&rules, id](MemberReader& rule) {
    describe_rule(rule, rules.emplace_back());
    if (word_of(kRuleKinds, rules.back().kind) != id) {
      rule.refuse("kind", "is not the rule's own name");
    }
  });
}

/// An object by the rules' ids, which are the words of their kinds.
void rules_members(MemberReader& archive, std::vector<RuleUsed>& rules) {
  if (archive.optional_member("decisionRules") == nullptr) {
    return;
  }
  archive.group("decisionRules", [&rules](MemberReader& by_id) {
    for (const auto& row : kRuleKinds) {
      read_rule(by_id, row.word, rules);
    }
  });
}
void rules_members(MemberWriter& archive, const std::vector<RuleUsed>& rules) {
  MemberWriter by_id;
  for (const auto& rule : rules) {
    by_id.group(word_of(kRuleKinds, rule.kind),
                [&rule](MemberWriter& one) { describe_rule(one, rule); });
  }
  if (!rules.empty()) {
    archive.value("decisionRules", by_id.take());
  }
}

}  // namespace

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
  grounds_members(archive, verdict);
}

template <typename A>
void describe_identity(A& archive, Described<A, Report>& report) {
  archive.field("reportId", report.report_id);
  archive.field("revision", report.revision);
  when_given(archive, "sequence", report.sequence);
  archive.group("supersedes", [&report](auto& supersedes) {
    supersedes.field("reportId", report.supersedes);
    supersedes.field("reason", report.supersedes_reason);
    supersedes.later("digest",
                     [&report](auto& later) { later.field("digest", report.supersedes_digest); });
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
    text_when_given(reference, "uri", report.reference_uri);
    when_given(reference, "sequence", report.reference_sequence);
  });
  archive.field("runRecords", report.run_record_digests);
  archive.group("evaluator", [&report](auto& evaluator) {
    evaluator.field("name", report.evaluator_name);
    evaluator.field("version", report.evaluator_version);
    evaluator.later("digest",
                    [&report](auto& later) { later.field("digest", report.evaluator_digest); });
  });
  archive.field("simulated", report.simulated);
  archive.field("tier", report.tier);
  rules_members(archive, report.decision_rules);
  archive.list("requirements", report.judgement.verdicts);
  archive.later("waivers", [&report](auto& later) { later.list("waivers", report.site.waivers); });
  archive.word("overall", report.judgement.overall, kOutcomes);
  archive.field("because", report.judgement.because);
  archive.field("notCovered", report.not_covered);
  archive.field("scopeStatement", report.scope_statement);
}

namespace {

/// A report says what its verdicts rest on whole, or, as older releases, not at all.
Result<void> check_grounds(const Report& report) {
  const auto& verdicts = report.judgement.verdicts;
  const bool told = !report.decision_rules.empty();
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    if (verdicts[i].grounds.has_value() != told) {
      return Error{ErrorKind::malformed, "predicate.requirements[" + std::to_string(i) +
                                             (told ? "].rule: missing beside decisionRules"
                                                   : "].rule: decisionRules does not name it")};
    }
  }
  if (told == report.evaluator_digest.empty()) {
    return Error{ErrorKind::malformed,
                 "predicate.evaluator.digest: goes with decisionRules and never alone"};
  }
  return {};
}

}  // namespace

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
  if (auto whole = check_grounds(*report); !whole) {
    return std::move(whole).error();
  }
  return ReportStatement{std::move(statement->subjects), *std::move(report)};
}

}  // namespace rackproof
