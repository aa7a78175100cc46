#include "cli/certify_bundle.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <utility>

#include "cli/bundle_page.h"
#include "reports/bundle.h"
#include "reports/sealing.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

Result<void> write_page(BundleWriter& writer) {
  const auto page = page_of(writer.directory());
  return page ? writer.write(bundle::kHtml, *page) : Result<void>(page.error());
}

Result<void> seal_both(const seal::PrivateKey& key, const BundleWriter& writer) {
  for (const auto role : {seal::Role::collector, seal::Role::certifier}) {
    auto sealed = seal_statement(writer.directory(), role, key);
    if (!sealed) {
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

}  // namespace

Result<Report> write_bundle(const FinishedRun& run, UtcTime issued,
                            const std::optional<seal::PrivateKey>& key, BundleWriter& writer) {
  auto report = assemble(run, issued, writer);
  if (!report) {
    return report;
  }
  if (key) {
    auto sealed = seal_both(*key, writer);
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
  out << "verdicts: " << tally(report.judgement.verdicts) << "\n"
      << "bundle: " << path << "\n"
      << "report: " << path << "/" << bundle::kHtml << "\n";
  if (!sealed) {
    out << "not sealed: `rackproof seal " << path << " --as collector --key FILE`, then the same "
        << "with --as certifier\n";
  }
}

}  // namespace rackproof
