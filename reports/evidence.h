#pragma once

#include <memory>
#include <string>

#include "reports/bundle_reader.h"
#include "schemas/architecture.h"
#include "schemas/inventory.h"
#include "schemas/json/report_json.h"
#include "schemas/json/run_record_json.h"
#include "schemas/manifest.h"
#include "schemas/redaction.h"
#include "schemas/result.h"
#include "schemas/store/store.h"
#include "schemas/verdict.h"

namespace rackproof {

/// A bundle understood: its statements and the evidence they speak of. Nothing in here says that
/// it can be trusted; verify() does.
/// Owned by one thread.
struct Loaded {
  Bundle bundle;  ///< Its copy of samples.db has no name any more: `samples` reads it.
  std::string run_record_payload;  ///< The very bytes of the statement, sealed or not.
  std::string report_payload;      ///< "" where the bundle holds no report.
  RunRecordStatement run_record;
  ReportStatement report;  ///< Default where the bundle holds no report.
  Manifest manifest;
  Redactions redactions;  ///< What was taken out after sealing.
  Inventory inventory;
  ResolvedReference reference;  ///< What the report was judged against.
  std::unique_ptr<Store> samples;

  [[nodiscard]] bool has_report() const { return !report_payload.empty(); }
};

/// The statements of a bundle as bytes; `report` is "" where there is none.
struct Payloads {
  std::string run_record;
  std::string report;
};

/// Understands `bundle` whose statements are `payloads`: every digest first, from the subjects of
/// the statements down to each member, and only then the contents. Error{untrusted} for whatever
/// does not fit, Error{unsupported} for a part of a newer format whose digest fits.
Result<Loaded> understand(Bundle bundle, Payloads payloads);

/// The same without asking who signed it: for rendering, judging again and sealing. Besides,
/// absent, denied or io where the bundle at `path` could not be read. Errors name `path`.
Result<Loaded> load_bundle(const std::string& path);

/// Judges what was loaded, from nothing but the evidence; its samples are read. Errors are those of
/// judge().
Result<Judgement> judge_loaded(Loaded& loaded);

}  // namespace rackproof
