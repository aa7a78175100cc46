#include <algorithm>
#include <string>
#include <utility>

#include "reports/trust_tables.h"
#include "schemas/encoding.h"
#include "schemas/toml/reference_reader.h"

namespace rackproof {
namespace {

constexpr std::size_t kDigestDigits = 64;  // SHA-256 in hex

bool is_digest(const std::string& text) {
  return text.size() == kDigestDigits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

/// A tier that nobody can run is a typo.
std::vector<std::string> tiers_in(TableReader& table) {
  auto given = table.texts("tiers");
  for (const auto& tier : given) {
    if (std::find(kTiers.begin(), kTiers.end(), tier) == kTiers.end()) {
      table.error("tiers",
                  "knows quick, check, accept and soak, not '" + printable(tier, 40) + "'");
    }
  }
  if (table.find("tiers") != nullptr && given.empty()) {
    table.error("tiers", "is empty: leave it out where every one is meant");
  }
  return given;
}

AcceptedReference reference_in(TableReader& table) {
  AcceptedReference reference;
  reference.id = table.required_text("id");
  reference.minimum_revision = table.integer("minimum_revision").value_or(0);
  if (reference.minimum_revision < 0) {
    table.error("minimum_revision", "must not be below 0");
  }
  reference.digests = table.texts("digests");
  if (!std::all_of(reference.digests.begin(), reference.digests.end(), is_digest)) {
    table.error("digests", "each is a SHA-256 of 64 hex digits in lower case");
  }
  if (table.find("digests") != nullptr && reference.digests.empty()) {
    table.error("digests", "is empty: leave it out where every one is meant");
  }
  reference.tiers = tiers_in(table);
  table.finish();
  return reference;
}

}  // namespace

void read_trust_demands(TrustReading& reading) {
  const auto* given = reading.document.table("policy");
  if (given == nullptr) {
    return;
  }
  TableReader table(*given, "policy", reading.findings);
  auto& reports = reading.trust.reports;
  reports.time = table.word("time", kTimeDemands, TimeDemand::claimed);
  reports.order = table.word("order", kDemands, Demand::optional);
  reports.status = table.word("status", kDemands, Demand::optional);
  reports.status_sequence = table.integer("status_sequence").value_or(0);
  if (reports.status_sequence < 0) {
    table.error("status_sequence", "must not be below 0");
  }
  reports.journal = table.word("journal", kJournalDemands, JournalDemand::optional);
  reports.tpm_quote = table.word("tpm_quote", kDemands, Demand::optional);
  reports.log = table.word("log", kDemands, Demand::optional);
  reports.sequence = table.word("sequence", kDemands, Demand::optional);
  reports.redactions = table.word("redactions", kRedactionDemands, RedactionDemand::allowed);
  for (const auto* entry : table.tables("reference")) {
    TableReader one(*entry, "policy.reference", reading.findings);
    auto reference = reference_in(one);
    const auto same = [&reference](const auto& each) { return each.id == reference.id; };
    if (std::any_of(reports.references.begin(), reports.references.end(), same)) {
      one.error("id", "names a reference that another entry names");
    }
    reports.references.push_back(std::move(reference));
  }
  table.finish();
}

}  // namespace rackproof
