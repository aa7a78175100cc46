#include "cli/bundle_export.h"

#include <catch2/catch.hpp>

#include "reports/ocptv_check.h"
#include "schemas/encoding.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using Catch::Contains;
using testing::SmallBundle;

TEST_CASE("bundle export: every format that is offered is made, and twice the same", "[cli]") {
  SmallBundle bundle;
  auto loaded = load_bundle(bundle.sealed().path());
  REQUIRE(loaded);
  for (const auto format : kExportFormats) {
    CAPTURE(format);
    const auto once = bundle_export(*loaded, format);
    REQUIRE(once);
    CHECK_FALSE(once->empty());
    CHECK(bundle_export(*loaded, format).value() == *once);
  }
  CHECK(bundle_export(*loaded, "sarif").error().kind == ErrorKind::unsupported);
}

TEST_CASE("bundle export: a FAIL of a real run passes in no format", "[cli]") {
  auto hot = testing::small_run();
  hot.celsius = 99;
  SmallBundle bundle(hot);
  auto loaded = load_bundle(bundle.sealed().path());
  REQUIRE(loaded);
  const auto made = [&loaded](const char* format) {
    return bundle_export(*loaded, format).value();
  };
  CHECK_THAT(made("junit"),
             Contains("<failure type=\"FAIL\" message=\"FAIL: ") && Contains("failures=\"2\""));
  const auto ocptv = made("ocptv");
  CHECK(ocptv_findings(ocptv).empty());
  CHECK_THAT(ocptv, Contains("\"verdict\":\"sensor-maximum-fail\",\"type\":\"FAIL\"") &&
                        Contains("\"result\":\"FAIL\"") && !Contains("\"result\":\"PASS\""));
  CHECK_THAT(made("test-result"), Contains("\"result\": \"FAILED\"") && !Contains("PASSED"));
  CHECK(bundle_export(*loaded, "svr").error().kind == ErrorKind::unsupported);
}

TEST_CASE("bundle export: verdicts that the evidence does not give are not handed on", "[cli]") {
  auto hot = testing::small_run();
  hot.celsius = 99;
  const SmallBundle bundle(hot);
  testing::edit(bundle.at("report.json"), [](std::string& text) {
    for (auto at = text.find("\"FAIL\""); at != std::string::npos; at = text.find("\"FAIL\"")) {
      text.replace(at, 6, "\"PASS\"");
    }
  });
  auto loaded = load_bundle(bundle.path());
  REQUIRE(loaded);
  for (const auto format : kExportFormats) {
    const auto refused = bundle_export(*loaded, format);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::untrusted);
    CHECK_THAT(refused.error().message, Contains("the evidence gives FAIL"));
  }
}

TEST_CASE("bundle export: a bundle without a report has nothing to export", "[cli]") {
  const SmallBundle bundle;
  auto loaded = load_bundle(bundle.path());
  REQUIRE(loaded);
  loaded->report_payload.clear();
  CHECK(bundle_export(*loaded, "junit").error().kind == ErrorKind::absent);
}

TEST_CASE("bundle export: a Sigstore bundle carries the seal, so without one there is none",
          "[cli]") {
  const SmallBundle bundle;
  auto loaded = load_bundle(bundle.path());
  REQUIRE(loaded);
  CHECK(bundle_export(*loaded, "sigstore").error().kind == ErrorKind::absent);
  CHECK_THAT(bundle_export(*loaded, "sigstore-run-record").error().message,
             Contains("the run record is not sealed"));
}

TEST_CASE("bundle export: report and run record are two Sigstore bundles", "[cli]") {
  SmallBundle bundle;
  bundle.sealed();
  auto loaded = load_bundle(bundle.path());
  REQUIRE(loaded);
  const auto report = bundle_export(*loaded, "sigstore");
  const auto record = bundle_export(*loaded, "sigstore-run-record");
  REQUIRE(report);
  REQUIRE(record);
  CHECK_THAT(*report, Contains(to_base64(loaded->report_payload)));
  CHECK_THAT(*record, Contains(to_base64(loaded->run_record_payload)));
  CHECK(*report != *record);
}

TEST_CASE("bundle export: a stamp over something else is no export", "[cli]") {
  SmallBundle bundle;
  bundle.sealed();
  auto loaded = load_bundle(bundle.path());
  REQUIRE(loaded);
  loaded->bundle.members["report.1.tsr"].bytes = "no time stamp";
  const auto refused = bundle_export(*loaded, "sigstore");
  REQUIRE_FALSE(refused);
  CHECK_THAT(refused.error().message, Contains(bundle.path() + ": its time stamp: "));
}

TEST_CASE("bundle export: statements are what a key can sign", "[cli]") {
  CHECK(is_statement_format("test-result"));
  CHECK(is_statement_format("svr"));
  CHECK_FALSE(is_statement_format("sigstore"));
  CHECK_FALSE(is_statement_format("junit"));
}
