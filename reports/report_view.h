#pragma once

#include <string>
#include <vector>

#include "schemas/architecture.h"
#include "schemas/inventory.h"
#include "schemas/json/statement_json.h"
#include "schemas/manifest.h"
#include "schemas/report.h"
#include "schemas/run_record.h"
#include "schemas/series_source.h"

namespace rackproof {

/// One of the two statements as the bundle holds it.
struct StatementView {
  std::string digest;  ///< SHA-256 of the payload bytes, hex.
  std::string key_id;  ///< Fingerprints as the envelope claims them; "" = not sealed.
};

/// Everything a rendering may show. References only: a rendering decides nothing, asks no clock and
/// opens no file, so that the same bundle gives the same bytes with every run of one release.
struct ReportView {
  const Report& report;
  const RunRecord& record;
  const Inventory& inventory;
  const Architecture& reference;
  const Manifest& manifest;
  const std::vector<Subject>& subjects;
  SeriesSource& series;  ///< Asked on the caller's thread only.
  StatementView run_record_statement;
  StatementView report_statement;
};

/// Whether any part of it says that no machine but a captured tree was read.
[[nodiscard]] inline bool is_simulated(const ReportView& view) {
  return view.report.simulated || view.record.simulated || view.inventory.simulated;
}

}  // namespace rackproof
