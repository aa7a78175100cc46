#include "reports/record_check.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "reports/evidence.h"
#include "schemas/digest.h"
#include "schemas/json/manifest_json.h"
#include "schemas/json/report_json.h"
#include "schemas/json/run_record_json.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using Catch::Contains;
using rackproof::testing::overwrite;
using rackproof::testing::read_whole;
using rackproof::testing::small_run;
using rackproof::testing::SmallBundle;

namespace {

RunRecordStatement record_in(const SmallBundle& bundle) {
  return decode_run_record_statement(read_whole(bundle.at(bundle::kRunRecord))).value();
}

/// Writes another run record and a report over it, neither sealed, and has the bundle understood.
std::string refusal(const SmallBundle& bundle, const std::function<void(RunRecord&)>& change) {
  auto record = record_in(bundle);
  auto report = decode_report_statement(read_whole(bundle.at(bundle::kReport))).value();
  change(record.record);
  const auto payload = encode_run_record_statement(record.record, record.subjects);
  report.report.run_record_digests = {sha256_hex(payload)};
  overwrite(bundle.at(bundle::kRunRecord), payload);
  overwrite(bundle.at(bundle::kReport), encode_report_statement(report.report, report.subjects));
  const auto loaded = load_bundle(bundle.path());
  if (loaded) {
    return "";
  }
  CHECK(loaded.error().kind == ErrorKind::untrusted);
  return loaded.error().message;
}

std::string refusal(const std::function<void(RunRecord&)>& change) {
  return refusal(SmallBundle(), change);
}

}  // namespace

TEST_CASE("record check: the evidence is counted, added up and named as the manifest has it",
          "[reports]") {
  const SmallBundle bundle;
  const auto told = record_in(bundle).record.evidence;
  REQUIRE(told);
  const auto manifest = decode_manifest(read_whole(bundle.at(bundle::kManifest))).value();
  std::uint64_t bytes = 0;
  for (const auto& entry : manifest.entries) {
    bytes += read_whole(bundle.at(entry.path)).size();
  }
  CHECK(told->files == 7);
  CHECK(told->files == manifest.entries.size());
  CHECK(told->bytes == bytes);
  CHECK(told->manifest_digest == sha256_hex(read_whole(bundle.at(bundle::kManifest))));
  CHECK(refusal(bundle, [](RunRecord&) {}).empty());
}

TEST_CASE("record check: evidence that is not what the manifest lists is refused", "[reports]") {
  CHECK_THAT(refusal([](RunRecord& record) { ++record.evidence->files; }),
             Contains("tells of evidence files: 8, the manifest of 7"));
  CHECK_THAT(refusal([](RunRecord& record) { --record.evidence->bytes; }),
             Contains("tells of bytes of evidence: "));
  CHECK_THAT(
      refusal([](RunRecord& record) { record.evidence->manifest_digest = std::string(64, '0'); }),
      Contains("not the manifest whose digest the run record gives"));
}

TEST_CASE("record check: the plan is in the bundle, byte for byte as its digest has it",
          "[reports]") {
  const SmallBundle bundle;
  CHECK(sha256_hex(read_whole(bundle.at("plan.txt"))) == record_in(bundle).record.plan_digest);
  const auto loaded = load_bundle(bundle.path());
  REQUIRE(loaded);
  const auto& entries = loaded->manifest.entries;
  const auto plan = std::ranges::find(entries, std::string("plan.txt"), &ManifestEntry::path);
  REQUIRE(plan != entries.end());
  CHECK(plan->role == "plan");
}

TEST_CASE("record check: another plan than the one that the record names is refused", "[reports]") {
  CHECK_THAT(refusal([](RunRecord& record) { record.plan_digest = std::string(64, '0'); }),
             Contains("plan.txt: not the plan that the run record names"));
}

TEST_CASE("record check: a record of an earlier release has none of it and is read", "[reports]") {
  CHECK(refusal([](RunRecord& record) {
          record.evidence.reset();
          record.measurements.reset();
          record.clock_at_start.reset();
          record.clock_at_end.reset();
        }).empty());
}

TEST_CASE("record check: a clock that cannot be as it is told is refused", "[reports]") {
  const auto told = [](const ClockSync& sync) {
    return refusal([&](RunRecord& record) { record.clock_at_end = sync; });
  };
  CHECK(told({SyncState::not_synchronised, "", 0, 16000, 16000}).empty());
  CHECK(told({.why = "adjtimex: permission denied"}).empty());
  CHECK_THAT(told({SyncState::synchronised, "", 0, 16000, 16000}),
             Contains("its clock at the end is called synchronised with no known error"));
  CHECK_THAT(told({SyncState::synchronised, "", 0, -1, 0}), Contains("has an error below zero"));
  CHECK_THAT(told({SyncState::synchronised, "no reason", 0, 1, 1}),
             Contains("is told, and why it is not"));
  CHECK_THAT(told({}), Contains("is not told, and not why"));
}

TEST_CASE("record check: a captured tree that tells of a clock is refused", "[reports]") {
  Manifest nothing;
  RunRecord record;
  record.simulated = true;
  record.clock_at_start = ClockSync{.why = "a captured tree has no clock"};
  CHECK(check_record(record, nothing));
  record.clock_at_start = ClockSync{SyncState::synchronised, "", 0, 1, 1};
  const auto refused = check_record(record, nothing);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message ==
        "run record: its clock at the start is told of a captured tree, which has none");
}
