#include <algorithm>
#include <string>
#include <utility>

#include "reports/trust_tables.h"

namespace rackproof {
namespace {

constexpr std::size_t kCertificateLimit = std::size_t{1} << 20;

void read_time_stamper(const TomlTable& entry, TrustReading& reading) {
  const auto before = reading.findings.size();
  TableReader table(entry, "time_stamper", reading.findings);
  seal::TimeStamper stamper;
  stamper.id = table.required_text("id");
  const auto root = table.required_text("root");
  const auto revocations = table.text("revocations");
  stamper.policies = table.texts("policies");
  stamper.must_show_revocation = table.boolean("must_show_revocation").value_or(false);
  stamper.must_be_renewed = table.boolean("must_be_renewed").value_or(false);
  const auto window = window_in(table);
  table.finish();
  auto& known = reading.trust.time_stampers;
  if (std::any_of(known.begin(), known.end(),
                  [&stamper](const seal::TimeStamper& each) { return each.id == stamper.id; })) {
    table.error("id", "is that of another time stamper");
  }
  if (reading.findings.size() > before) {
    return;
  }
  auto root_pem = reading.pem_of(root, kCertificateLimit);
  auto revocation_pem = revocations.empty() ? Result<std::string>(std::string())
                                            : reading.pem_of(revocations, kCertificateLimit);
  if (!root_pem || !revocation_pem) {
    return reading.complain(entry.where, !root_pem ? root_pem.error() : revocation_pem.error());
  }
  stamper.root = *std::move(root_pem);
  stamper.revocations = *std::move(revocation_pem);
  stamper.from = window.not_before;
  stamper.until = window.not_after;
  if (const auto sound = check_time_stamper(stamper); !sound) {
    return reading.complain(entry.where, sound.error());
  }
  known.push_back(std::move(stamper));
}

}  // namespace

void read_trust_time_stampers(TrustReading& reading) {
  for (const auto* entry : reading.document.tables("time_stamper")) {
    read_time_stamper(*entry, reading);
  }
}

}  // namespace rackproof
