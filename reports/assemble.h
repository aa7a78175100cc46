#pragma once

#include <string>

#include "reports/bundle_writer.h"
#include "reports/evidence.h"
#include "reports/seal/signature.h"
#include "schemas/architecture.h"
#include "schemas/inventory.h"
#include "schemas/report.h"
#include "schemas/result.h"
#include "schemas/run_record.h"
#include "schemas/time.h"

namespace rackproof {

/// What a finished run hands over; samples.db, events.jsonl and logs/ lie in the writer's directory
/// already. References only.
struct FinishedRun {
  const RunRecord& record;
  const Inventory& inventory;
  const ResolvedReference& reference;
  std::string plan;        ///< The text whose SHA-256 is the record's plan digest.
  std::string site_toml;   ///< The site file as it was given; "" = none.
  std::string order = {};  ///< order.dsse.json as it was given; "" = none.
};

/// Writes inventory.json, reference.toml, plan.txt, site.toml, manifest.json and run-record.json,
/// judges exactly what was written, and writes report.json. Refuses, naming item and number, when
/// something of the mandatory list (mandatory.h) is missing. The report that was written is
/// returned; the caller may add report.html and then finishes the writer.
Result<Report> assemble(const FinishedRun& run, UtcTime issued, BundleWriter& writer);

/// A new report over the run record of `old`, whose statement, seal and evidence are copied byte
/// for byte. `reference` need not be that of the run.
Result<Report> judge_again(Loaded& old, const ResolvedReference& reference, UtcTime issued,
                           BundleWriter& writer);

}  // namespace rackproof
