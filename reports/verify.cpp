#include "reports/verify.h"

#include <optional>
#include <utility>

#include "reports/answers.h"
#include "reports/beside.h"
#include "reports/bundle.h"
#include "reports/bundle_head.h"
#include "reports/chain_signers.h"
#include "reports/evidence.h"
#include "reports/known_report.h"
#include "reports/log_check.h"
#include "reports/report_life.h"
#include "reports/signers.h"
#include "reports/time_proofs.h"
#include "reports/trust_file.h"
#include "reports/verdict_answer.h"
#include "schemas/digest.h"

namespace rackproof {
namespace {

constexpr const char* kNotLookedAt = "not looked at: what is in the bundle cannot be trusted";

Verification nothing_holds(Verification verification, const Error& why) {
  verification.integrity = {
      false, "altered, or not sealed by a key that is trusted", {why.message}};
  verification.identity = {false, "nobody who is trusted vouches for these bytes", {}};
  verification.time.sentence = kNotLookedAt;
  verification.verdict.sentence = kNotLookedAt;
  return verification;
}

/// "; 1 log was withheld or made unreadable in parts: logs/gemm.log (names of a customer)"
std::string redactions_told(const Redactions& redactions) {
  std::string told;
  for (const auto& redaction : redactions.entries) {
    told += (told.empty() ? "" : ", ") + redaction.path + " (" + redaction.reason + ")";
  }
  return told.empty() ? ""
                      : "; " + std::to_string(redactions.entries.size()) +
                            " withheld or made unreadable in parts: " + told;
}

Answer sealed_integrity(const Loaded& loaded, const std::string& unproven) {
  return {true,
          "every byte is as it was sealed: " + std::to_string(loaded.bundle.members.size()) +
              " members" + (unproven.empty() ? "" : "; but " + unproven) +
              redactions_told(loaded.redactions),
          {"manifest sha256 " + loaded.bundle.members.at(bundle::kManifest).sha256,
           "inventory sha256 " + loaded.bundle.members.at(bundle::kInventory).sha256}};
}

/// Answers the first two questions for a bundle that is not wholly sealed.
void say_unsealed(const SealedStatement& record, const SealedStatement& report,
                  Verification& verification) {
  const std::string which = record.sealed   ? "the report is"
                            : report.sealed ? "the run record is"
                                            : "run record and report are";
  verification.integrity = {
      false,
      "not verified: " + which + " not sealed; the members agree with one another, no more",
      {}};
  verification.identity = {false, "nobody vouches for what is not sealed", {}};
}

/// The report's signatures were there by the time that a log's witnesses prove.
SealedStatement witnessed(SealedStatement report, const std::optional<LogFound>& log) {
  report.proven.resize(report.signatures.size());
  for (auto& proven : report.proven) {
    if (log && log->by && (!proven.not_after || log->by->at < proven.not_after->at)) {
      proven.not_after = log->by;
    }
  }
  return report;
}

/// When and of what the run record speaks.
Occasion occasion_of_run(const Loaded& loaded, UtcTime now) {
  return {dut_serials(loaded.inventory), loaded.run_record.record.finished, now,
          bound_serials(loaded.inventory)};
}

/// Who signed the two statements and may, now that it is known what they are about.
Vouched vouched_for(const SealedStatement& record, const SealedStatement& report,
                    const Loaded& loaded, const VerifyOptions& options) {
  auto occasion = occasion_of_run(loaded, options.now);
  auto of_record = accepted_signers(record, options.trust, occasion);
  occasion.claimed = loaded.report.report.issued;
  occasion.sequence = loaded.report.report.sequence;
  return {std::move(of_record), accepted_signers(report, options.trust, occasion)};
}

void list_signers(const Vouched& vouched, Verification& verification) {
  for (const auto* side : {&vouched.record, &vouched.report}) {
    for (const auto& signer : side->signers) {
      verification.signers.push_back({signer.role, signer.key_id, signer.trust_id});
    }
  }
}

void describe(const Loaded& loaded, Verification& verification) {
  verification.run_id = loaded.run_record.record.run_id;
  verification.report_id = loaded.report.report.report_id;
  verification.sequence = loaded.report.report.sequence.value_or(0);
  verification.title = loaded.report.report.title;
  verification.overall = loaded.report.report.judgement.overall;
  verification.simulated = loaded.run_record.record.simulated || loaded.report.report.simulated ||
                           loaded.inventory.simulated;
}

/// Whether `error` means that no answer can be given, rather than that the answer is no. A newer
/// format is only believed of what somebody trusted has sealed.
bool ends_verifying(const Error& error, bool sealed) {
  return error.kind != ErrorKind::untrusted && (sealed || error.kind != ErrorKind::unsupported);
}

Result<Verification> without_evidence(Verification verification, const Error& error, bool sealed) {
  return ends_verifying(error, sealed) ? Result<Verification>(error.during(verification.bundle))
                                       : nothing_holds(std::move(verification), error);
}

/// What a sealed bundle's journal and log have to say goes with its integrity.
Answer sealed_answer(const Loaded& loaded, const RunJournalFound& journal,
                     const std::optional<LogFound>& log) {
  auto answer = sealed_integrity(loaded, journal.unproven);
  answer.details.insert(answer.details.end(), journal.sentences.begin(), journal.sentences.end());
  if (log) {
    answer.details.push_back(log->sentence);
  }
  return answer;
}

Result<Verification> answer(Bundle bundle, SealedPair statements, const VerifyOptions& options,
                            Verification verification) {
  const auto& [record, report] = statements;
  const bool sealed = record.sealed && report.sealed;
  auto loaded = understand(std::move(bundle), {record.payload, report.payload});
  if (!loaded) {
    return without_evidence(std::move(verification), loaded.error(), sealed);
  }
  const auto log = judge_report_log(loaded->bundle, options.trust, options.now);
  if (!log) {
    return nothing_holds(std::move(verification), log.error());
  }
  auto times = prove_times(*loaded, statements, options.trust, options.now);
  const auto vouched = vouched_for(record, witnessed(report, *log), *loaded, options);
  const auto beside = judge_beside(
      *loaded, {record, vouched.record, options.trust, occasion_of_run(*loaded, options.now)});
  if (!beside) {
    return without_evidence(std::move(verification), beside.error(), sealed);
  }
  describe(*loaded, verification);
  const auto life = life_in(*loaded, marks_of(vouched.report.signers), options);
  verification.status = found_of(life);
  const Proofs proofs{.order = times.order_met,
                      .broken_times = std::move(times.broken),
                      .unheard_times = std::move(times.unheard),
                      .status_valid = life.is_valid(),
                      .logged = *log && (*log)->holds,
                      .quoted = beside->attested.quoted,
                      .unproven_samples = beside->journal.unproven};
  list_signers(vouched, verification);
  if (sealed && vouched.record.enough && vouched.report.enough) {
    verification.editions = life.heard;
  }
  if (sealed) {
    verification.integrity = sealed_answer(*loaded, beside->journal, *log);
    verification.identity = identity_answer(record, report, vouched);
    for (const auto& sentence : beside->attested.sentences) {
      verification.identity.sentence += "; " + sentence;
      verification.identity.details.push_back(sentence);
    }
  } else {
    say_unsealed(record, report, verification);
  }
  verification.time = time_answer(*loaded, vouched, proofs, options);
  verification.verdict = still_standing(verdict_answer(*loaded, proofs, options, verification),
                                        loaded->report.report, life, options.now);
  verification.demands_met = verification.demands_met &&
                             unmet_time_demands(vouched, proofs, options.trust.reports).empty();
  if (standing_of(verification) != Standing::untrusted) {
    verification.known = known_of(*loaded, vouched.report);
  }
  return verification;
}

}  // namespace

Standing standing_of(const Verification& verification) {
  if (!verification.integrity.ok || !verification.identity.ok || !verification.time.ok ||
      !verification.reproduced || !verification.demands_met) {
    return Standing::untrusted;
  }
  return verification.verdict.ok ? Standing::good : Standing::not_pass;
}

void object(Verification& verification, std::span<const KnownReport> known) {
  if (verification.known.report_id.empty()) {
    return;
  }
  const auto objections = objections_to(verification.known, known);
  if (objections.empty()) {
    return;
  }
  auto& verdict = verification.verdict;
  auto details = objections.contradicted;
  details.insert(details.end(), objections.superseded.begin(), objections.superseded.end());
  details.insert(details.end(), objections.unheard.begin(), objections.unheard.end());
  details.insert(details.end(), verdict.details.begin(), verdict.details.end());
  verdict.details = std::move(details);
  if (objections.contradicted.empty() && objections.superseded.empty()) {
    return;
  }
  verdict.sentence = (objections.contradicted.empty() ? "no longer what counts; "
                                                      : "contradicted by what was seen; ") +
                     verdict.sentence;
  verdict.ok = false;
  verification.demands_met = verification.demands_met && objections.contradicted.empty();
}

Result<Verification> verify(const std::string& bundle, const VerifyOptions& options) {
  if (auto valid = check_still_valid(options.trust, options.now); !valid) {
    return std::move(valid).error();
  }
  Verification verification;
  verification.bundle = bundle;
  std::optional<Result<SealedPair>> opened;
  auto read = read_bundle(bundle, [&](const Bundle& head) {
    opened = open_head(head, options.trust);
    return *opened ? Result<void>() : Result<void>(opened->error());
  });
  if (opened && !*opened) {
    return nothing_holds(std::move(verification), opened->error());
  }
  if (!read) {
    if (read.error().kind != ErrorKind::untrusted) {
      return std::move(read).error();
    }
    return nothing_holds(std::move(verification), read.error());
  }
  return answer(*std::move(read), std::move(**opened), options, std::move(verification));
}

}  // namespace rackproof
