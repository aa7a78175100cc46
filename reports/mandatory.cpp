#include "reports/mandatory.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "certsuite/criteria/grounds.h"
#include "certsuite/criteria/waivers.h"
#include "probes/machine/uuid.h"
#include "reports/bundle.h"
#include "reports/bundle_members.h"
#include "reports/record_check.h"

namespace rackproof {
namespace {

/// One thing that must be so: number and name of the item it belongs to, and what is missing.
struct Demand {
  int item;
  std::string_view name;
  bool met;
  std::string_view missing;
};

/// The first demand that is not met.
Result<void> first_missing(const std::vector<Demand>& demands) {
  const auto missing =
      std::find_if(demands.begin(), demands.end(), [](const Demand& each) { return !each.met; });
  if (missing == demands.end()) {
    return {};
  }
  return Error{ErrorKind::malformed, "mandatory item " + std::to_string(missing->item) + " (" +
                                         std::string(missing->name) +
                                         "): " + std::string(missing->missing)};
}

bool is_digest(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool has_software(const Inventory& inventory, std::string_view name) {
  return std::any_of(
      inventory.software.begin(), inventory.software.end(),
      [name](const SoftwareVersion& row) { return row.name == name && !row.version.empty(); });
}

bool lists(const Manifest& manifest, std::string_view path) {
  return std::any_of(manifest.entries.begin(), manifest.entries.end(),
                     [path](const ManifestEntry& entry) { return entry.path == path; });
}

bool names_what_it_measures(const Instrument& instrument) {
  return !instrument.id.empty() && !instrument.quantity.empty();
}

/// A step that did not complete says why; one that did has its times in order.
bool is_told(const Step& step) {
  if (step.phase.empty() || step.workload.empty() || step.attempt < 1) {
    return false;
  }
  return step.status == StepStatus::complete
             ? step.started <= step.measured_from && step.measured_from <= step.finished
             : !step.reason.empty();
}

bool can_be_repeated(const Step& step) {
  return step.status != StepStatus::complete || !step.command.empty();
}

/// Each attempt at a phase follows the one before it: none was left out for a better one.
bool all_attempts_told(const std::vector<Step>& steps) {
  std::map<std::string, int> last;
  return std::ranges::all_of(
      steps, [&last](const Step& step) { return step.attempt == ++last[step.phase]; });
}

/// No more wrong answers are shown than were counted.
bool is_counted(const Step& step) {
  return step.checks >= 0 &&
         step.mismatch_count >= static_cast<std::int64_t>(step.mismatches.size());
}

/// How the run was done: items 6 to 9, each over the whole record.
std::vector<Demand> demands_on_the_run(const RunRecord& record) {
  const auto& steps = record.steps;
  const auto& instruments = record.site.instruments;
  return {
      {6, "environment", !record.environment.empty(), "nothing of the environment was recorded"},
      {6, "environment", std::ranges::none_of(record.environment, &std::string::empty, &Fact::name),
       "a fact of the environment has no name"},
      {7, "instruments", std::ranges::all_of(instruments, names_what_it_measures),
       "an instrument without id or quantity"},
      {7, "instruments", !record.probes.empty() || record.status == RunStatus::aborted,
       "no probe says what it read"},
      {7, "instruments",
       std::ranges::none_of(record.probes, &std::string::empty, &ProbeRecord::name),
       "a probe has no name"},
      {8, "methods", std::ranges::all_of(steps, is_told),
       "a step lacks its workload, its times, or the reason why it did not complete"},
      {8, "methods", std::ranges::all_of(steps, can_be_repeated),
       "a step does not say how to do it again"},
      {8, "methods", all_attempts_told(steps),
       "the attempts at a phase are not numbered from 1 on: one was left out"},
      {8, "methods", record.status == RunStatus::complete || !record.status_reason.empty(),
       "the run did not complete and does not say why"},
      {9, "results", std::ranges::all_of(steps, is_counted),
       "a step shows more wrong answers than it counts"},
  };
}

/// What a record has had only since this release made it: one of an earlier release, which was not
/// sealed then, can be sealed without.
std::vector<Demand> newer_demands(const RunRecord& record, const Manifest& manifest) {
  if (record.suite_version != RACKPROOF_VERSION) {
    return {};
  }
  return {
      {4, "reference and suite", lists(manifest, bundle::kPlan), "the plan is not in the manifest"},
      {5, "dates", record.clock_at_start && record.clock_at_end,
       "whether the clock was synchronised is not said of start and end"},
      {9, "results", record.measurements.has_value(), "what was measured is not summed up"},
      {12, "evidence", record.evidence == summary_of(manifest),
       "number, bytes and manifest digest of the evidence are not those of the manifest"},
  };
}

/// A verdict on a number shows number and limit; every verdict says why.
bool is_grounded(const Verdict& verdict) {
  const bool limited = verdict.at_least || verdict.at_most;
  const bool on_a_number = verdict.outcome == Outcome::pass && limited;
  return !verdict.criterion.empty() && !verdict.reason.empty() &&
         (!on_a_number || verdict.observed.has_value());
}

/// Something that is required and stands against a PASS.
bool counts_against(const Verdict& verdict) {
  return verdict.required && verdict.outcome != Outcome::pass &&
         verdict.outcome != Outcome::not_judged;
}

/// Who is named as issuer, customer and so on is the run record's word.
bool same_parties(Site stated, Site recorded) {
  stated.waivers.clear();
  recorded.waivers.clear();
  return stated == recorded;
}

/// In whatever words: another release may have others.
bool tells_external_results(const Report& report, const RunRecord& record) {
  const auto& told = report.not_covered;
  return std::all_of(record.external_results.begin(), record.external_results.end(),
                     [&told](const ExternalResult& result) {
                       return result.result == "PASS" ||
                              std::any_of(told.begin(), told.end(), [&](const std::string& line) {
                                return line.find(result.member) != std::string::npos;
                              });
                     });
}

/// A value that was measured comes with its statistic, its number of samples, and U with k and how
/// it was evaluated.
bool is_measured_as_told(const Verdict& verdict) {
  if (!verdict.grounds || (verdict.outcome == Outcome::pass && verdict.readable < 1)) {
    return false;
  }
  const auto& grounds = *verdict.grounds;
  const auto evaluation = grounds.evaluation;
  const bool known = verdict.uncertainty.has_value();
  const bool of_type_b = evaluation == UncertaintyEvaluation::type_b ||
                         evaluation == UncertaintyEvaluation::type_a_and_b;
  return (grounds.rule == RuleKind::exact) == grounds.statistic.empty() &&
         known == grounds.coverage_factor.has_value() &&
         known == (evaluation != UncertaintyEvaluation::none) &&
         of_type_b == !grounds.instrument.empty();
}

/// What was decided was decided against an acceptance limit for each limit.
bool has_acceptance_limits(const Verdict& verdict) {
  return verdict.outcome != Outcome::pass ||
         (verdict.at_least.has_value() == verdict.accept_at_least.has_value() &&
          verdict.at_most.has_value() == verdict.accept_at_most.has_value());
}

/// What was decided names what it was decided from, by names that a bundle has.
bool names_its_evidence(const Verdict& verdict) {
  const bool decided = verdict.outcome == Outcome::pass || verdict.outcome == Outcome::fail;
  return verdict.grounds && (!decided || !verdict.grounds->evidence.empty()) &&
         std::all_of(verdict.grounds->evidence.begin(), verdict.grounds->evidence.end(),
                     [](const std::string& path) { return member_rule(path).has_value(); });
}

/// What reports of older releases do not hold.
Result<void> check_told(const Report& report) {
  const auto& verdicts = report.judgement.verdicts;
  const auto every = [&verdicts](bool (*holds)(const Verdict&)) {
    return std::all_of(verdicts.begin(), verdicts.end(), holds);
  };
  return first_missing({
      {1, "identification",
       report.supersedes.empty() ? report.supersedes_digest.empty()
                                 : is_digest(report.supersedes_digest),
       "a superseding report names the old one by digest too"},
      {9, "results", every(is_measured_as_told),
       "a verdict without its statistic, its samples, or how its uncertainty was evaluated"},
      {10, "requirements", every(has_acceptance_limits), "a pass without its acceptance limit"},
      {10, "requirements", report.decision_rules == criteria::rules_used(verdicts),
       "the decision rules are not those that the verdicts name"},
      {10, "requirements", every(names_its_evidence),
       "a verdict does not name the members that it rests on"},
      {14, "repeatability", is_digest(report.evaluator_digest),
       "the evaluator's digest is missing; `rackproof judge` makes a report that has it"},
  });
}

}  // namespace

Result<void> check_mandatory(const RunRecord& record, const Inventory& inventory,
                             const Manifest& manifest) {
  std::vector<Demand> demands{
      {1, "identification", is_uuid(record.run_id), "the run has no UUID"},
      {3, "device under test", !inventory.devices.empty(), "no device was found"},
      {3, "device under test", !inventory.identity_source.empty(),
       "how the identity was obtained is not said"},
      // A captured tree may lack name and kernel; every rendering says that it is one.
      {3, "device under test", !inventory.hostname.empty() || inventory.simulated,
       "the machine has no name"},
      {4, "reference and suite",
       !record.reference_id.empty() && record.reference_revision > 0 &&
           is_digest(record.reference_digest),
       "reference id, revision or digest is missing"},
      {4, "reference and suite", !record.suite_version.empty() && is_digest(record.suite_digest),
       "version or digest of the running program is missing"},
      {4, "reference and suite", is_digest(record.plan_digest) && !record.tier.empty(),
       "digest or tier of the plan is missing"},
      {5, "dates", record.started <= record.finished, "the run ended before it began"},
      {5, "dates", !record.clock_source.empty(), "the clock source is not said"},
      {6, "environment", has_software(inventory, "kernel") || inventory.simulated,
       "the kernel's version is missing"},
      {12, "evidence", lists(manifest, bundle::kInventory) && lists(manifest, bundle::kReference),
       "inventory or reference is not in the manifest"},
      {12, "evidence", lists(manifest, bundle::kSamples), "samples.db is not in the manifest"},
  };
  for (const auto& more : {demands_on_the_run(record), newer_demands(record, manifest)}) {
    demands.insert(demands.end(), more.begin(), more.end());
  }
  return first_missing(demands);
}

Result<void> check_ever_mandatory(const Report& report, const RunRecord& record) {
  const auto& verdicts = report.judgement.verdicts;
  const auto& digests = report.run_record_digests;
  const auto* title = report.site.issuer_name.empty() ? kSelfTestTitle : kCertificateTitle;
  return first_missing({
      {1, "identification", report.title == title,
       "the title does not say what this is: only a report with an issuer is a compliance report"},
      {1, "identification", is_uuid(report.report_id) && report.revision > 0,
       "report id or revision is missing"},
      {1, "identification", !report.sequence || !report.site.issuer_name.empty(),
       "its number is one of an issuer, and no issuer is named"},
      {1, "identification", report.supersedes.empty() == report.supersedes_reason.empty(),
       "a superseding report names the old one and the reason"},
      {2, "parties", same_parties(report.site, record.site),
       "issuer, authoriser, customer, place or instruments are not those of the run record"},
      {3, "device under test", report.simulated == record.simulated,
       "the report does not say that the machine was a captured one"},
      {4, "reference and suite",
       !report.reference_id.empty() && report.reference_revision > 0 &&
           is_digest(report.reference_digest),
       "reference id, revision or digest is missing"},
      {4, "reference and suite", report.tier == record.tier,
       "the tier is not the one that was run"},
      {5, "dates", record.finished <= report.issued, "issued before the run ended"},
      {9, "results", !verdicts.empty(), "there is no verdict at all"},
      {10, "requirements", std::all_of(verdicts.begin(), verdicts.end(), is_grounded),
       "a verdict without reason, or a pass without the number it rests on"},
      {10, "requirements", !report.judgement.because.empty(),
       "how the overall verdict follows is not said"},
      {10, "requirements",
       report.judgement.overall != Outcome::pass ||
           std::none_of(verdicts.begin(), verdicts.end(), counts_against),
       "PASS overall above a required verdict that is none"},
      {11, "scope", !report.scope_statement.empty(), "the scope statement is missing"},
      {11, "scope", !report.retest_on.empty() || report.valid_until,
       "neither an end of validity nor a re-test trigger is given"},
      {11, "scope", !report.valid_until || *report.valid_until > record.finished,
       "it is valid until a time before the run ended"},
      {13, "external results and waivers", tells_external_results(report, record),
       "an external result that did not pass is not listed under what is not covered"},
      {13, "external results and waivers", criteria::waivers_are_whole(report),
       "a waiver without requirement, authoriser, expiry or reason, or of a requirement that the "
       "report does not judge"},
      {14, "repeatability",
       !digests.empty() && std::all_of(digests.begin(), digests.end(), is_digest),
       "the run records that were used are not named by digest"},
      {14, "repeatability", !report.evaluator_name.empty() && !report.evaluator_version.empty(),
       "evaluator name or version is missing"},
  });
}

Result<void> check_mandatory(const Report& report, const RunRecord& record) {
  auto ever = check_ever_mandatory(report, record);
  return ever ? check_told(report) : ever;
}

}  // namespace rackproof
