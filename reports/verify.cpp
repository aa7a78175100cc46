#include "reports/verify.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "reports/bundle.h"
#include "reports/evidence.h"
#include "reports/mandatory.h"
#include "reports/reproduce.h"
#include "reports/seal/envelope.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

constexpr const char* kNotLookedAt = "not looked at: what is in the bundle cannot be trusted";
constexpr std::size_t kMostDetails = 20;

/// One statement as far as its seal goes.
struct Opened {
  std::string payload;
  std::optional<seal::PublicKey> signer;  ///< None = not sealed.
};

/// The statement of `role`. Error{untrusted} where the seal does not hold.
Result<Opened> open_statement(const Bundle& bundle, seal::Role role, const seal::Trust& trust) {
  const bool facts = role == seal::Role::collector;
  const auto* sealed = facts ? bundle::kRunRecordSealed : bundle::kReportSealed;
  const auto* unsealed = facts ? bundle::kRunRecord : bundle::kReport;
  if (const auto bytes = bundle.bytes(unsealed)) {
    return Opened{std::string(*bytes), std::nullopt};
  }
  const auto bytes = bundle.bytes(sealed);
  if (!bytes) {
    return bytes.error();
  }
  auto opened = seal::open(*bytes, trust, role);
  if (!opened) {
    return std::move(opened).error().during(sealed);
  }
  return Opened{std::move(opened->payload), opened->signer};
}

Verification nothing_holds(Verification verification, const Error& why) {
  verification.integrity = {
      false, "altered, or not sealed by a key that is trusted", {why.message}};
  verification.identity = {false, "nobody who is trusted vouches for these bytes", {}};
  verification.time.sentence = kNotLookedAt;
  verification.verdict.sentence = kNotLookedAt;
  return verification;
}

Answer sealed_integrity(const Loaded& loaded) {
  return {true,
          "every byte is as it was sealed: " + std::to_string(loaded.bundle.members.size()) +
              " members",
          {"manifest sha256 " + loaded.bundle.members.at(bundle::kManifest).sha256,
           "inventory sha256 " + loaded.bundle.members.at(bundle::kInventory).sha256}};
}

Answer identity_of(const Opened& record, const Opened& report) {
  return {true,
          "run record sealed as collector by " + record.signer->key_id() +
              ", report as certifier by " + report.signer->key_id(),
          {}};
}

/// Answers the first two questions for a bundle that is not wholly sealed.
void say_unsealed(const Opened& record, const Opened& report, Verification& verification) {
  const std::string which = record.signer   ? "the report is"
                            : report.signer ? "the run record is"
                                            : "run record and report are";
  verification.integrity = {
      false,
      "not verified: " + which + " not sealed; the members agree with one another, no more",
      {}};
  verification.identity = {false, "nobody vouches for what is not sealed", {}};
}

Answer time_answer(const RunRecord& record, const Report& report, const VerifyOptions& options) {
  std::vector<std::string> wrong;
  const auto demand = [&wrong](bool met, const std::string& sentence) {
    if (!met) {
      wrong.push_back(sentence);
    }
  };
  demand(record.started <= record.finished, "the run ended before it began");
  demand(record.finished <= report.issued, "the report was issued before the run ended");
  demand(report.issued <= options.now + options.clock_tolerance,
         "the report was issued at " + format_utc(report.issued) + ", later than now");
  for (const auto& step : record.steps) {
    demand(step.status != StepStatus::complete ||
               (record.started <= step.started && step.finished <= record.finished),
           "step " + printable(step.phase) + " does not lie within the run");
  }
  if (!wrong.empty()) {
    return {false, "impossible times", wrong};
  }
  return {true,
          "claimed only, by the sealer's own clock: run " + format_utc(record.started) + " to " +
              format_utc(record.finished) + ", issued " + format_utc(report.issued),
          {"no time stamp of anybody else is in this bundle"}};
}

/// What the two statements say of one another and of themselves, apart from the verdicts.
std::vector<std::string> contradictions(const Loaded& loaded) {
  const auto& record = loaded.run_record.record;
  const auto& report = loaded.report.report;
  std::vector<std::string> found;
  if (report.simulated != record.simulated || loaded.inventory.simulated != record.simulated) {
    found.emplace_back("report, run record and inventory disagree on whether it was simulated");
  }
  if (record.root != "/" && !record.simulated) {
    found.push_back("read from " + printable(record.root) + ", but not said to be simulated");
  }
  if (report.tier != record.tier) {
    found.emplace_back("report and run record name different tiers");
  }
  if (report.site.issuer_name.empty() && report.title != kSelfTestTitle) {
    found.emplace_back("a report without issuer is not headed as a self-test");
  }
  const auto& reference = loaded.reference.architecture;
  if (report.reference_id != reference.id || report.reference_revision != reference.revision) {
    found.emplace_back("the report calls its reference by another name or revision");
  }
  return found;
}

Answer verdict_answer(Loaded& loaded, const VerifyOptions& options, Verification& verification) {
  auto wrong = contradictions(loaded);
  const auto found = judge_loaded(loaded);
  if (!found) {
    wrong.push_back("the evidence cannot be judged: " + found.error().message);
  } else {
    const auto& report = loaded.report.report;
    const bool ours = report.evaluator_version == RACKPROOF_VERSION;
    const auto differing =
        differences(report.judgement, *found, ours ? Wording::must_match : Wording::may_differ);
    wrong.insert(wrong.end(), differing.begin(), differing.end());
  }
  verification.reproduced = wrong.empty();
  if (!wrong.empty()) {
    wrong.resize(std::min(wrong.size(), kMostDetails));
    return {false, "the report does not follow from its evidence", std::move(wrong)};
  }
  const std::string overall(word_of(kOutcomes, verification.overall));
  const auto count = std::to_string(found->verdicts.size());
  Answer answer{verification.overall == Outcome::pass,
                overall + ", and the evidence gives all " + count + " verdicts bit for bit",
                found->because};
  if (verification.simulated) {
    answer.ok = answer.ok && options.allow_simulated;
    answer.sentence = overall +
                      " of a captured machine, not of a real one; the evidence gives all " + count +
                      " verdicts bit for bit";
  }
  return answer;
}

void describe(const Loaded& loaded, Verification& verification) {
  verification.run_id = loaded.run_record.record.run_id;
  verification.report_id = loaded.report.report.report_id;
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

Result<Verification> answer(Bundle bundle, const Opened& record, const Opened& report,
                            const VerifyOptions& options, Verification verification) {
  const bool sealed = record.signer && report.signer;
  auto loaded = understand(std::move(bundle), {record.payload, report.payload});
  if (!loaded) {
    if (ends_verifying(loaded.error(), sealed)) {
      return std::move(loaded).error().during(verification.bundle);
    }
    return nothing_holds(std::move(verification), loaded.error());
  }
  describe(*loaded, verification);
  if (sealed) {
    verification.integrity = sealed_integrity(*loaded);
    verification.identity = identity_of(record, report);
  } else {
    say_unsealed(record, report, verification);
  }
  verification.time = time_answer(loaded->run_record.record, loaded->report.report, options);
  verification.verdict = verdict_answer(*loaded, options, verification);
  return verification;
}

}  // namespace

Standing standing_of(const Verification& verification) {
  if (!verification.integrity.ok || !verification.identity.ok || !verification.time.ok ||
      !verification.reproduced) {
    return Standing::untrusted;
  }
  return verification.verdict.ok ? Standing::good : Standing::not_pass;
}

Result<Verification> verify(const std::string& bundle, const VerifyOptions& options) {
  Verification verification;
  verification.bundle = bundle;
  auto read = read_bundle(bundle);
  if (!read) {
    if (read.error().kind != ErrorKind::untrusted) {
      return std::move(read).error();
    }
    return nothing_holds(std::move(verification), read.error());
  }
  auto record = open_statement(*read, seal::Role::collector, options.trust);
  auto report = open_statement(*read, seal::Role::certifier, options.trust);
  for (const auto* statement : {&record, &report}) {
    if (!*statement) {
      return nothing_holds(std::move(verification), statement->error());
    }
  }
  return answer(std::move(*read), *record, *report, options, std::move(verification));
}

}  // namespace rackproof
