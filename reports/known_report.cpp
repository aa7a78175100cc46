#include "reports/known_report.h"

#include <algorithm>

#include "schemas/digest.h"

namespace rackproof {
namespace {

/// By which a report is known to be about the same device as another.
std::string device_words(const Inventory& inventory) {
  auto serials = dut_serials(inventory);
  std::sort(serials.begin(), serials.end());
  std::string all;
  for (const auto& serial : serials) {
    all += (all.empty() ? "" : ", ") + serial;
  }
  return all;
}

}  // namespace

KnownReport known_of(const Loaded& loaded, const AcceptedSigners& certifiers) {
  const auto& report = loaded.report.report;
  KnownReport known;
  known.report_id = report.report_id;
  known.digest = sha256_hex(loaded.report_payload);
  known.revision = report.revision;
  known.supersedes = report.supersedes;
  known.supersedes_digest = report.supersedes_digest;
  known.run_id = loaded.run_record.record.run_id;
  known.run_digest = sha256_hex(loaded.run_record_payload);
  known.issuer = report.site.issuer_name;
  known.sequence = known.issuer.empty() ? 0 : report.sequence.value_or(0);
  known.issued = report.issued;
  known.signers = marks_of(certifiers.signers);
  known.device = device_words(loaded.inventory);
  if (const auto& order = loaded.run_record.record.order) {
    known.order_nonce = order->nonce;
  }
  return known;
}

}  // namespace rackproof
