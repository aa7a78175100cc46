#include "cli/bundle_view.h"

#include <string>
#include <utility>

#include "reports/bundle.h"
#include "reports/seal/envelope.h"
#include "schemas/digest.h"

namespace rackproof {
namespace {

/// A statement by its payload's digest and, where it is sealed, by the keys that its envelope
/// names.
Result<StatementView> statement_view(const Bundle& bundle, const char* sealed,
                                     const std::string& payload) {
  StatementView view{.digest = sha256_hex(payload), .key_id = ""};
  if (!bundle.has(sealed)) {
    return view;
  }
  const auto bytes = bundle.bytes(sealed);
  if (!bytes) {
    return bytes.error();
  }
  const auto envelope = seal::parse_envelope(*bytes);
  if (!envelope) {
    return envelope.error().during(sealed);
  }
  view.key_id = envelope->key_ids();
  return view;
}

}  // namespace

Result<ReportView> view_of(const Loaded& loaded) {
  if (!loaded.has_report()) {
    return Error{ErrorKind::absent, loaded.bundle.path + ": holds no report"};
  }
  auto run_record =
      statement_view(loaded.bundle, bundle::kRunRecordSealed, loaded.run_record_payload);
  if (!run_record) {
    return std::move(run_record).error();
  }
  auto report = statement_view(loaded.bundle, bundle::kReportSealed, loaded.report_payload);
  if (!report) {
    return std::move(report).error();
  }
  return ReportView{.report = loaded.report.report,
                    .record = loaded.run_record.record,
                    .inventory = loaded.inventory,
                    .reference = loaded.reference.architecture,
                    .manifest = loaded.manifest,
                    .subjects = loaded.run_record.subjects,
                    .series = *loaded.samples,
                    .run_record_statement = *std::move(run_record),
                    .report_statement = *std::move(report)};
}

}  // namespace rackproof
