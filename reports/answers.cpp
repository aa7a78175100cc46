#include "reports/answers.h"

#include <algorithm>
#include <utility>

#include "schemas/encoding.h"

namespace rackproof {
namespace {

void append(std::vector<std::string>& all, const std::vector<std::string>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

std::string signers_of(const std::vector<Signer>& signers) {
  std::string all;
  for (const auto& signer : signers) {
    all += (all.empty() ? "" : " and ") + signer.key_id;
    all += signer.trust_id.empty() ? "" : " ('" + printable(signer.trust_id, 60) + "')";
  }
  return all;
}

/// Collects sentences on what is not as it must be.
class Complaints {
 public:
  void demand(bool met, std::string sentence) {
    if (!met) {
      sentences_.push_back(std::move(sentence));
    }
  }
  [[nodiscard]] std::vector<std::string> take() { return std::move(sentences_); }
  [[nodiscard]] bool none() const { return sentences_.empty(); }

 private:
  std::vector<std::string> sentences_;
};

void check_claims(const RunRecord& record, const Report& report, const VerifyOptions& options,
                  Complaints& wrong) {
  wrong.demand(record.started <= record.finished, "the run ended before it began");
  wrong.demand(record.finished <= report.issued, "the report was issued before the run ended");
  wrong.demand(report.issued <= options.now + options.clock_tolerance,
               "the report was issued at " + format_utc(report.issued) + ", later than now");
  for (const auto& step : record.steps) {
    wrong.demand(step.status != StepStatus::complete ||
                     (record.started <= step.started && step.finished <= record.finished),
                 "step " + printable(step.phase) + " does not lie within the run");
  }
}

/// What is claimed lies within what is proven.
void check_proven(const std::string& what, const TimeRange& claimed, const ProvenTime& proven,
                  const VerifyOptions& options, Complaints& wrong) {
  if (proven.not_after) {
    wrong.demand(claimed.to <= proven.not_after->at + options.clock_tolerance,
                 what + " claims " + format_utc(claimed.to) + ", after the " +
                     proven.not_after->says + " of " + format_utc(proven.not_after->at));
  }
  if (proven.not_before) {
    wrong.demand(proven.not_before->at <= claimed.from + options.clock_tolerance,
                 what + " claims " + format_utc(claimed.from) + ", before the " +
                     proven.not_before->says + " of " + format_utc(proven.not_before->at));
  }
}

std::vector<std::string> proof_sentences(const std::string& what, const ProvenTime& proven) {
  std::vector<std::string> sentences;
  if (proven.not_before) {
    sentences.push_back(what + " not before " + format_utc(proven.not_before->at) + ": " +
                        proven.not_before->says);
  }
  if (proven.not_after) {
    sentences.push_back(what + " not after " + format_utc(proven.not_after->at) + ": " +
                        proven.not_after->says);
  }
  return sentences;
}

/// "time stamp of A at T (no later), test order B at T0 (no earlier)": the report's stamp before
/// that of the run, since it tells of both.
std::string proven_words(const ProvenTime& run, const ProvenTime& report) {
  const auto& after = report.not_after ? report.not_after : run.not_after;
  const auto& before = run.not_before ? run.not_before : report.not_before;
  std::string words;
  if (after) {
    words = (report.not_after ? "report: " : "run record: ") + after->says + " at " +
            format_utc(after->at) + " (no later)";
  }
  if (before) {
    words += (words.empty() ? "" : ", ") + before->says + " at " + format_utc(before->at) +
             " (no earlier)";
  }
  return words;
}

bool is_accepted(const AcceptedReference& accepted, const Report& report) {
  const auto& digests = accepted.digests;
  const auto& tiers = accepted.tiers;
  return accepted.id == report.reference_id &&
         report.reference_revision >= accepted.minimum_revision &&
         (tiers.empty() || std::find(tiers.begin(), tiers.end(), report.tier) != tiers.end()) &&
         (digests.empty() ||
          std::find(digests.begin(), digests.end(), report.reference_digest) != digests.end());
}

/// What the record says of its journal has been held against the journal by then.
void demand_journal(const JournalSummary& journal, const Proofs& proofs, JournalDemand demand,
                    Complaints& wrong) {
  wrong.demand(demand == JournalDemand::optional || journal.size > 0,
               "the trust file demands a run journal, and none was kept of this run");
  wrong.demand(demand != JournalDemand::signed_heads || journal.size == 0 ||
                   (journal.checkpoints > 0 && journal.signed_checkpoints == journal.checkpoints),
               "the trust file demands signed checkpoints of the run journal, and " +
                   std::to_string(journal.signed_checkpoints) + " of " +
                   std::to_string(journal.checkpoints) + " are signed");
  wrong.demand(demand == JournalDemand::optional || proofs.unproven_samples.empty(),
               "the trust file demands a run journal, and this one does not tell of all that was "
               "read: " +
                   proofs.unproven_samples);
}

}  // namespace

Answer identity_answer(const SealedStatement& record, const SealedStatement& report,
                       const Vouched& vouched) {
  std::vector<std::string> details = vouched.record.refused;
  append(details, vouched.report.refused);
  append(details, record.passed_over);
  append(details, report.passed_over);
  append(details, vouched.record.notes);
  append(details, vouched.report.notes);
  if (!vouched.record.enough || !vouched.report.enough) {
    const std::string which = vouched.record.enough   ? "the report"
                              : vouched.report.enough ? "the run record"
                                                      : "run record and report";
    return {false, "who signed " + which + " may not have done so", std::move(details)};
  }
  return {true,
          "run record sealed as collector by " + signers_of(vouched.record.signers) +
              ", report as certifier by " + signers_of(vouched.report.signers),
          std::move(details)};
}

Answer time_answer(const Loaded& loaded, const Vouched& vouched, const Proofs& proofs,
                   const VerifyOptions& options) {
  const auto& run = loaded.run_record.record;
  const auto& report = loaded.report.report;
  const auto run_proven = together(vouched.record.signers);
  const auto report_proven = together(vouched.report.signers);
  if (!proofs.broken_times.empty()) {
    return {false, "a proof of time in the bundle does not hold", proofs.broken_times};
  }
  Complaints wrong;
  check_claims(run, report, options, wrong);
  check_proven("the run", {run.started, run.finished}, run_proven, options, wrong);
  check_proven("the report", {report.issued, report.issued}, report_proven, options, wrong);
  if (!wrong.none()) {
    return {false, "impossible times", wrong.take()};
  }
  if (auto unmet = unmet_time_demands(vouched, proofs, options.trust.reports); !unmet.empty()) {
    append(unmet, proofs.unheard_times);
    return {false, "not proven as the trust file demands", std::move(unmet)};
  }
  const auto claims = "run " + format_utc(run.started) + " to " + format_utc(run.finished) +
                      ", issued " + format_utc(report.issued);
  auto details = proof_sentences("the run record was signed", run_proven);
  append(details, proof_sentences("the report was signed", report_proven));
  const bool proven = !details.empty();
  append(details, proofs.unheard_times);
  if (!proven) {
    if (details.empty()) {
      details.emplace_back("no time stamp of anybody else is in this bundle");
    }
    return {true, "claimed only, by the sealer's own clock: " + claims, std::move(details)};
  }
  return {true, proven_words(run_proven, report_proven) + ": claimed " + claims,
          std::move(details)};
}

std::vector<std::string> unmet_time_demands(const Vouched& vouched, const Proofs& proofs,
                                            const ReportPolicy& policy) {
  Complaints wrong;
  const bool both_stamped =
      together(vouched.record.signers).not_after && together(vouched.report.signers).not_after;
  wrong.demand(policy.time != TimeDemand::stamped || both_stamped,
               "the trust file demands a time stamp on run record and report");
  wrong.demand(policy.order != Demand::required || proofs.order,
               "the trust file demands a signed test order");
  return wrong.take();
}

std::vector<std::string> unmet_demands(const Loaded& loaded, const Proofs& proofs,
                                       const ReportPolicy& policy) {
  Complaints wrong;
  const auto& report = loaded.report.report;
  const auto fits = [&report](const AcceptedReference& each) { return is_accepted(each, report); };
  const auto& references = policy.references;
  wrong.demand(references.empty() || std::any_of(references.begin(), references.end(), fits),
               "the trust file does not accept reference " + printable(report.reference_id) +
                   " revision " + std::to_string(report.reference_revision) + " (sha256 " +
                   printable(report.reference_digest) + ") in tier " + printable(report.tier));
  wrong.demand(policy.status != Demand::required || proofs.status_valid,
               "the trust file demands a current status list that says valid");
  wrong.demand(policy.log != Demand::required || proofs.logged,
               "the trust file demands a proof of a log that it names, and the bundle has none");
  wrong.demand(
      policy.tpm_quote != Demand::required || proofs.quoted,
      "the trust file demands a quote over this run by a TPM that it names, and the bundle "
      "has none");
  wrong.demand(
      policy.sequence != Demand::required || (report.sequence && !report.site.issuer_name.empty()),
      "the trust file demands a report that its issuer counted, and this one has no "
      "sequence");
  demand_journal(loaded.run_record.record.journal, proofs, policy.journal, wrong);
  wrong.demand(
      policy.redactions == RedactionDemand::allowed || loaded.redactions.entries.empty(),
      "the trust file refuses bundles out of which logs were taken, and redactions.json notes " +
          std::to_string(loaded.redactions.entries.size()));
  return wrong.take();
}

}  // namespace rackproof
