#include "reports/verdict_answer.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/criteria/waivers.h"
#include "reports/mandatory.h"
#include "reports/report_claims.h"
#include "reports/reproduce.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

constexpr std::size_t kMostDetails = 20;

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

/// Whether the report was judged by this release, whose words are ours.
bool is_ours(const Report& report) {
  return report.evaluator_version == RACKPROOF_VERSION;
}

/// "PASS, and the evidence gives all 22 verdicts bit for bit": and what was not compared.
std::string reproduction(const Report& report, const Verification& verification) {
  std::string text(word_of(kOutcomes, verification.overall));
  text += verification.simulated ? " of a captured machine, not of a real one;" : ", and";
  text += " the evidence gives all " + std::to_string(report.judgement.verdicts.size()) +
          " verdicts bit for bit";
  if (!verification.reasons_compared) {
    text += "; their reasons, in the words of " + printable(report.evaluator_name, 40) + " " +
            printable(report.evaluator_version, 40) + ", were not compared";
  }
  return text;
}

/// Does the evidence give these verdicts? Leaves in `verification` whether it does, and whether
/// reasons were compared.
Answer reproduced_answer(Loaded& loaded, const VerifyOptions& options, Verification& verification) {
  auto wrong = contradictions(loaded);
  const auto found = judge_loaded(loaded);
  if (!found) {
    wrong.push_back("the evidence cannot be judged: " + found.error().message);
  } else {
    const auto& report = loaded.report.report;
    verification.reasons_compared = is_ours(report);
    const auto wording = is_ours(report) ? Wording::must_match : Wording::may_differ;
    const auto differing = differences(report.judgement, *found, wording);
    wrong.insert(wrong.end(), differing.begin(), differing.end());
    const auto claims = unfounded_claims(loaded, *found, wording);
    wrong.insert(wrong.end(), claims.begin(), claims.end());
  }
  verification.reproduced = wrong.empty();
  if (!wrong.empty()) {
    wrong.resize(std::min(wrong.size(), kMostDetails));
    return {false, "the report does not follow from its evidence", std::move(wrong)};
  }
  const auto& report = loaded.report.report;
  Answer answer{
      verification.overall == Outcome::pass && (!verification.simulated || options.allow_simulated),
      reproduction(report, verification), criteria::waivers_told(report)};
  answer.details.insert(answer.details.end(), found->because.begin(), found->because.end());
  return answer;
}

}  // namespace

Answer verdict_answer(Loaded& loaded, const Proofs& proofs, const VerifyOptions& options,
                      Verification& verification) {
  auto answer = reproduced_answer(loaded, options, verification);
  auto unmet = unmet_demands(loaded, proofs, options.trust.reports);
  verification.demands_met = unmet.empty();
  if (unmet.empty()) {
    return answer;
  }
  unmet.insert(unmet.end(), answer.details.begin(), answer.details.end());
  return {false, "not what the trust file demands; " + answer.sentence, std::move(unmet)};
}

}  // namespace rackproof
