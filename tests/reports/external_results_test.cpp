#include "reports/external_results.h"

#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle_members.h"
#include "reports/evidence.h"
#include "reports/external_run.h"
#include "schemas/enum_names.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/ocptv_text.h"

using namespace rackproof;
using Catch::Contains;
using testing::edit;
using testing::small_run;
using testing::SmallBundle;
using testing::SmallRun;

namespace {

constexpr const char* kMember = "ocptv/vendor.jsonl";

std::string failing() {
  return testing::ocptv_run({testing::ocptv_step("'diagnosis':{'verdict':'v','type':'FAIL'}")},
                            "FAIL");
}

/// A small run to which another tool's file was handed over.
SmallRun run_with(const std::string& bytes) {
  auto run = small_run();
  const auto told = read_external_run(kMember, bytes);
  REQUIRE(told);
  run.record.external_results = {*told};
  run.members[kMember] = bytes;
  return run;
}

/// Why nothing of it is believed, sealed or not; nobody can seal what does not fit together.
std::string refusal(const SmallBundle& bundle) {
  const auto verified = bundle.verify();
  REQUIRE(verified);
  CHECK(standing_of(*verified) == Standing::untrusted);
  CHECK_FALSE(verified->integrity.ok);
  return verified->integrity.details.empty() ? "" : verified->integrity.details.front();
}

}  // namespace

TEST_CASE("external results: a FAIL of another tool is told and moves no verdict",
          "[reports][external]") {
  SmallBundle plain;
  SmallBundle bundle(run_with(failing()));
  CHECK(bundle.report().judgement == plain.report().judgement);
  const auto& lines = bundle.report().not_covered;
  CHECK(std::ranges::any_of(lines, [](const std::string& line) {
    return line.starts_with("external result ocptv/vendor.jsonl (t 1): FAIL, status COMPLETE");
  }));
  bundle.sealed();
  CHECK(bundle.standing() == plain.sealed().standing());
  const auto loaded = load_bundle(bundle.path());
  REQUIRE(loaded);
  const auto& entries = loaded->manifest.entries;
  const auto entry = std::ranges::find(entries, std::string(kMember), &ManifestEntry::path);
  REQUIRE(entry != entries.end());
  CHECK(entry->role == "external");
  CHECK(loaded->run_record.record.external_results.front().failed_count == 1);
}

TEST_CASE("external results: a PASS of another tool is kept, and the report claims nothing of it",
          "[reports][external]") {
  SmallBundle bundle(run_with(testing::ocptv_run({})));
  CHECK(bundle.report().not_covered == SmallBundle().report().not_covered);
  CHECK(bundle.sealed().standing() == Standing::good);
}

TEST_CASE("external results: a summary that its file does not give is refused",
          "[reports][external]") {
  auto run = run_with(failing());
  auto& told = run.record.external_results.front();
  SECTION("51.34 a summary that says PASS over a file that says FAIL") {
    told.result = "PASS";
    CHECK_THAT(refusal(SmallBundle(run)),
               Contains("ocptv/vendor.jsonl: the run record tells result PASS, the file FAIL"));
  }
  SECTION("51.35 a summary that hides a failing diagnosis") {
    told.failed_count = 0;
    CHECK_THAT(refusal(SmallBundle(run)),
               Contains("the run record tells diagnoses FAIL 0, the file 1"));
  }
  SECTION("51.36 a summary that names another tool") {
    told.tool = "better-known";
    CHECK_THAT(refusal(SmallBundle(run)),
               Contains("the run record tells tool better-known, the file t"));
  }
  SECTION("51.37 a summary of a file that is not there") {
    run.members.clear();
    CHECK_THAT(refusal(SmallBundle(run)),
               Contains("told as an external result, but no such file is in the bundle"));
  }
  SECTION("51.38 a file that the run record does not tell") {
    run.record.external_results.clear();
    CHECK_THAT(refusal(SmallBundle(run)),
               Contains("an external result that the run record does not tell"));
  }
  SECTION("51.39 a file told twice") {
    run.record.external_results.push_back(told);
    CHECK_THAT(refusal(SmallBundle(run)), Contains("told twice as an external result"));
  }
  SECTION("51.40 a sealed file that no importer takes") {
    run.members[kMember] = "{}\n";
    CHECK_THAT(refusal(SmallBundle(run)), Contains("ocptv/vendor.jsonl: line 1: "));
  }
  SECTION("51.41 a file changed after it was sealed") {
    SmallBundle bundle(run);
    bundle.sealed();
    edit(bundle.at(kMember), [](std::string& text) {
      const auto at = text.find("\"FAIL\"");
      text.replace(at, 6, "\"PASS\"");
    });
    CHECK_THAT(refusal(bundle), Contains("changed since the manifest was written"));
  }
}

TEST_CASE("external results: more files than a verifier keeps in memory are refused",
          "[reports][external]") {
  auto run = small_run();
  for (std::size_t i = 0; i <= kMostExternalRuns; ++i) {
    const auto member = "ocptv/run" + std::to_string(i) + ".jsonl";
    run.members[member] = failing();
    run.record.external_results.push_back(read_external_run(member, failing()).value());
  }
  CHECK_THAT(refusal(SmallBundle(run)), Contains("9 external results, at most 8 are expected"));
}

TEST_CASE("51.42 a report that passes over another tool's FAIL is refused", "[reports][external]") {
  const auto run = run_with(failing());
  Report report;
  const auto silent = check_external_told(run.record, report);
  REQUIRE_FALSE(silent);
  CHECK(silent.error().kind == ErrorKind::untrusted);
  CHECK_THAT(silent.error().message,
             Contains("the report does not say: external result ocptv/vendor.jsonl (t 1): FAIL"));
  report.not_covered = external_not_covered(run.record);
  CHECK(check_external_told(run.record, report));
}

TEST_CASE("external results: fifty thousand that did not pass are looked for in as many sentences",
          "[reports][external][hostile]") {
  constexpr int kMany = 50'000;
  RunRecord record;
  Report report;
  for (int i = 0; i < kMany; ++i) {
    ExternalResult result;
    result.member = "ocptv/" + std::to_string(kMany + i) + ".jsonl";
    result.tool = "t";
    result.result = "FAIL";
    record.external_results.push_back(result);
  }
  report.not_covered = external_not_covered(record);
  std::ranges::reverse(report.not_covered);
  CHECK(check_external_told(record, report));
  report.not_covered.erase(report.not_covered.begin());
  CHECK_THAT(check_external_told(record, report).error().message,
             Contains("the report does not say: external result ocptv/99999.jsonl"));
}
