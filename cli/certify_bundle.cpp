#include "cli/certify_bundle.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <utility>

#include "certsuite/criteria/waivers.h"
#include "certsuite/plan.h"
#include "cli/bundle_page.h"
#include "reports/bundle.h"
#include "reports/external_run.h"
#include "reports/sealer_credentials.h"
#include "reports/sealing.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

Result<void> seal_as(seal::Role role, const SealedWith& with, UtcTime now,
                     const std::string& directory) {
  const auto loaded = load_bundle(directory);
  if (!loaded) {
    return loaded.error();
  }
  const auto notes =
      check_sealer_credentials(with.credentials, {with.key->public_key(), role, now}, &*loaded);
  const auto change = notes ? sealing_of(*loaded, {role, *with.key, with.credentials})
                            : Result<BundleChange>(notes.error());
  return change ? change_bundle(directory, *change) : Result<void>(change.error());
}

Result<void> seal_both(const SealedWith& with, UtcTime now, const BundleWriter& writer) {
  for (const auto role : {seal::Role::collector, seal::Role::certifier}) {
    if (auto sealed = seal_as(role, with, now, writer.directory()); !sealed) {
      return sealed;
    }
  }
  return {};
}

/// "12 PASS, 1 FAIL, 3 NOT JUDGED".
std::string tally(const std::vector<Verdict>& verdicts) {
  std::string text;
  for (const auto& row : kOutcomes) {
    const auto count = std::ranges::count(verdicts, row.value, &Verdict::outcome);
    if (count > 0) {
      text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(row.word);
    }
  }
  return text.empty() ? "none" : text;
}

bool went_wrong(const Step& step) {
  const bool unproven = step.status == StepStatus::complete && step.workload != kIdle &&
                        (step.self_check != SelfCheck::correct || !step.canary.caught);
  return step.status == StepStatus::error || step.status == StepStatus::timed_out ||
         step.mismatch_count > 0 || unproven;
}

/// "first on node/cpu:3 at tile 7: expected 1, got 3, mask 0x2, after 0.5 s".
std::string first_mismatch(const Step& step) {
  const auto& wrong = step.mismatches.front();
  auto text = "first on " + wrong.device + " at " + wrong.where + ": expected " + wrong.expected +
              ", got " + wrong.actual;
  text += wrong.mask.empty() ? "" : ", mask " + wrong.mask;
  return text + ", after " + format_double(wrong.after_seconds) + " s, seed " +
         std::to_string(step.seed);
}

std::string failure_of(const Step& step) {
  std::string text(word_of(kStepStatuses, step.status));
  text += step.reason.empty() ? "" : ", " + step.reason;
  if (step.mismatch_count > 0) {
    text += ", " + std::to_string(step.mismatch_count) + " wrong of " +
            std::to_string(step.checks) + " comparisons";
    text += step.mismatches.empty() ? "" : ", " + first_mismatch(step);
  } else if (step.status == StepStatus::complete) {
    text += step.canary.caught ? ", it did not check itself" : ", its check missed a planted fault";
  }
  return text;
}

/// Each attempt that went wrong, and the one command that does it again.
void print_failures(const RunRecord& record, std::ostream& out) {
  for (const auto& step : record.steps) {
    if (went_wrong(step)) {
      out << "failed: " << printable(step.phase) << ": " << printable(failure_of(step), 1000)
          << "\n  again: " << printable(step.command, 1000) << "\n";
    }
  }
}

}  // namespace

Result<Report> write_bundle(const FinishedRun& run, const Issue& issue, const SealedWith& with,
                            BundleWriter& writer) {
  auto report = assemble(run, issue, writer);
  if (!report) {
    return report;
  }
  if (with.key != nullptr) {
    auto sealed = seal_both(with, issue.at, writer);
    if (!sealed) {
      return std::move(sealed).error().during("sealing");
    }
  }
  auto page = write_page(writer);
  if (!page) {
    return std::move(page).error();
  }
  auto named = writer.finish();
  if (!named) {
    return std::move(named).error();
  }
  return report;
}

void print_conclusion(const Report& report, const RunRecord& record, bool sealed,
                      const std::string& path, std::ostream& out) {
  out << report.title << ": " << word_of(kOutcomes, report.judgement.overall)
      << (record.simulated ? " (simulated: a captured tree, not this machine)" : "") << "\n";
  for (const auto& sentence : report.judgement.because) {
    out << "  " << printable(sentence, 500) << "\n";
  }
  print_failures(record, out);
  for (const auto& result : record.external_results) {
    out << "not ours and not counted: " << printable(external_title(result), 500) << "\n";
  }
  for (const auto& sentence : criteria::waivers_told(report)) {
    out << "waived: " << printable(sentence, 500) << "\n";
  }
  out << "verdicts: " << tally(report.judgement.verdicts) << "\n"
      << "bundle: " << path << "\n"
      << "report: " << path << "/" << bundle::kHtml << "\n";
  if (!sealed) {
    out << "not sealed: `rackproof seal " << path << " --as collector --key FILE`, then the same "
        << "with --as certifier; here, or wherever the key is, on a copy\n";
  }
}

}  // namespace rackproof
