#include "reports/record_check.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "reports/bundle.h"
#include "schemas/digest.h"
#include "schemas/json/manifest_json.h"

namespace rackproof {
namespace {

Error untrusted(std::string message) {
  return {ErrorKind::untrusted, std::move(message)};
}

Result<void> check_summary(const EvidenceSummary& told, const EvidenceSummary& found) {
  const auto differing = [](const std::string& what, const std::string& one,
                            const std::string& other) {
    return untrusted("the run record tells of " + what + " " + one + ", the manifest of " + other);
  };
  if (told.files != found.files) {
    return differing("evidence files:", std::to_string(told.files), std::to_string(found.files));
  }
  if (told.bytes != found.bytes) {
    return differing("bytes of evidence:", std::to_string(told.bytes), std::to_string(found.bytes));
  }
  return told.manifest_digest == found.manifest_digest
             ? Result<void>()
             : untrusted(
                   "manifest.json: not the manifest whose digest the run record gives with "
                   "its evidence");
}

Result<void> check_plan(const RunRecord& record, const Manifest& manifest) {
  const auto plan =
      std::ranges::find(manifest.entries, std::string(bundle::kPlan), &ManifestEntry::path);
  if (plan == manifest.entries.end() || plan->sha256 == record.plan_digest) {
    return {};
  }
  return untrusted(std::string(bundle::kPlan) + ": not the plan that the run record names");
}

/// "" where what is told of a clock can be.
std::string impossible(const ClockSync& sync, const RunRecord& record) {
  const bool told = sync.state != SyncState::not_told;
  if (told != sync.why.empty()) {
    return told ? "is told, and why it is not" : "is not told, and not why";
  }
  if (told && record.simulated) {
    return "is told of a captured tree, which has none";
  }
  if (!std::isfinite(sync.offset_ms) || !(sync.maximum_error_ms >= 0) ||
      !(sync.estimated_error_ms >= 0)) {
    return "has an error below zero";
  }
  return sync.state == SyncState::synchronised && !(sync.maximum_error_ms < kNoKnownErrorMs)
             ? "is called synchronised with no known error"
             : "";
}

Result<void> check_clocks(const RunRecord& record) {
  for (const auto& [when, sync] :
       {std::pair{"start", &record.clock_at_start}, std::pair{"end", &record.clock_at_end}}) {
    const auto why = *sync ? impossible(**sync, record) : std::string();
    if (!why.empty()) {
      return untrusted("run record: its clock at the " + std::string(when) + " " + why);
    }
  }
  return {};
}

}  // namespace

EvidenceSummary summary_of(const Manifest& manifest) {
  EvidenceSummary summary;
  summary.files = manifest.entries.size();
  for (const auto& entry : manifest.entries) {
    summary.bytes += entry.size_bytes;
  }
  summary.manifest_digest = sha256_hex(encode_manifest(manifest));
  return summary;
}

Result<void> check_record(const RunRecord& record, const Manifest& manifest) {
  if (record.evidence) {
    if (auto fits = check_summary(*record.evidence, summary_of(manifest)); !fits) {
      return fits;
    }
  }
  if (auto fits = check_plan(record, manifest); !fits) {
    return fits;
  }
  return check_clocks(record);
}

}  // namespace rackproof
