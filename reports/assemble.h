#pragma once

#include <string>
#include <vector>

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

/// When a report is issued, by which program, and what its issuer waives.
struct Issue {
  UtcTime at;
  std::string evaluator_digest;  ///< SHA-256 of the running program, hex.
  std::vector<Waiver> waivers = {};
};

/// Writes inventory.json, reference.toml, plan.txt, site.toml, manifest.json and run-record.json,
/// judges exactly what was written, and writes report.json. Refuses, naming item and number, when
/// something of the mandatory list (mandatory.h) is missing. The report that was written is
/// returned; the caller may add report.html and then finishes the writer.
Result<Report> assemble(const FinishedRun& run, const Issue& issue, BundleWriter& writer);

/// A new report over the run record of `old`, whose statement, seal and evidence are copied byte
/// for byte. `reference` need not be that of the run. Where `old` holds a report the new one is its
/// next revision and names it by id and digest; its waivers are not taken over.
Result<Report> judge_again(Loaded& old, const ResolvedReference& reference, const Issue& issue,
                           BundleWriter& writer);

}  // namespace rackproof
