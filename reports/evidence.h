#pragma once

#include <memory>
#include <string>

#include "reports/bundle_reader.h"
#include "schemas/architecture.h"
#include "schemas/inventory.h"
#include "schemas/json/report_json.h"
#include "schemas/json/run_record_json.h"
#include "schemas/manifest.h"
#include "schemas/result.h"
#include "schemas/store/store.h"

namespace rackproof {

/// A bundle understood: its statements and the evidence they speak of. Nothing in here says that
/// it can be trusted; verify() does.
struct Loaded {
  Bundle bundle;                   ///< Outlives `samples`, which reads its copy of samples.db.
  std::string run_record_payload;  ///< The very bytes of the statement, sealed or not.
  std::string report_payload;      ///< "" where the bundle holds no report.
  RunRecordStatement run_record;
  ReportStatement report;  ///< Default where the bundle holds no report.
  Manifest manifest;
  Inventory inventory;
  ResolvedReference reference;  ///< What the report was judged against.
  std::unique_ptr<Store> samples;

  [[nodiscard]] bool has_report() const { return !report_payload.empty(); }
};

/// Understands a bundle without asking who signed it: for rendering, judging again and sealing.
/// The digests of manifest, inventory, reference and members must agree all the same.
Result<Loaded> load_bundle(const std::string& path);

}  // namespace rackproof
