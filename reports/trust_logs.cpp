#include <utility>

#include "reports/seal/tlog_proof.h"
#include "reports/trust_tables.h"

namespace rackproof {
namespace {

void read_log(const TomlTable& entry, TrustReading& reading) {
  const auto before = reading.findings.size();
  TableReader table(entry, "log", reading.findings);
  seal::LogPolicyText text;
  text.key = table.required_text("key");
  text.origin = table.text("origin");
  text.witnesses = table.texts("witnesses");
  text.quorum = table.integer("quorum").value_or(0);
  const auto window = window_in(table);
  table.finish();
  if (reading.findings.size() > before) {
    return;
  }
  auto policy = seal::read_log_policy(text);
  if (!policy) {
    return reading.complain(entry.where, policy.error());
  }
  policy->window = window;
  reading.trust.logs.push_back(*std::move(policy));
  if (const auto distinct = seal::check_distinct(reading.trust.logs); !distinct) {
    reading.complain(entry.where, distinct.error());
  }
}

}  // namespace

void read_trust_logs(TrustReading& reading) {
  for (const auto* entry : reading.document.tables("log")) {
    read_log(*entry, reading);
  }
}

}  // namespace rackproof
