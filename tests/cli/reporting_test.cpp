#include "cli/reporting.h"

#include <catch2/catch.hpp>

#include "cli/bundle_export.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using testing::SmallBundle;

namespace {

ReportAnswer answered(const SmallBundle& bundle, const ReportQuestion& question) {
  auto loaded = load_bundle(bundle.path());
  REQUIRE(loaded);
  REQUIRE(wrong_with(question).empty());
  return answer(*loaded, question);
}

ReportQuestion in(std::string_view format) {
  ReportQuestion question;
  question.format = format;
  return question;
}

testing::SmallRun hot_run() {
  auto run = testing::small_run();
  run.celsius = 99;
  return run;
}

}  // namespace

TEST_CASE("reporting: what cannot be asked together is wrong, each by itself is not", "[cli]") {
  for (const auto format : kExportFormats) {
    auto question = in(format);
    CHECK(wrong_with(question).empty());
    question.check = true;
    CHECK_THAT(wrong_with(question), Catch::Contains("--check is about report.html"));
    question.check = false;
    question.baseline = "earlier";
    CHECK_THAT(wrong_with(question), Catch::Contains("--baseline"));
    question.baseline.clear();
    question.key = "key";
    CHECK(wrong_with(question).empty() == is_statement_format(format));
  }
  auto question = in("html");
  question.check = true;
  CHECK(wrong_with(question).empty());
  question.baseline = "earlier";
  CHECK_FALSE(wrong_with(question).empty());
  CHECK_FALSE(wrong_with(in("xml")).empty());
}

TEST_CASE("reporting: a refusal has its exit code and says why, and gives no text", "[cli]") {
  const SmallBundle hot(hot_run());
  CHECK(answered(hot, in("svr")).code == ExitCode::not_pass);
  CHECK(answered(hot, in("sigstore")).code == ExitCode::failed);
  auto question = in("test-result");
  question.key = hot.beside("no-key");
  CHECK(answered(hot, question).code == ExitCode::usage);
  question = in("text");
  question.baseline = hot.beside("no-bundle");
  CHECK(answered(hot, question).code == ExitCode::failed);
}

TEST_CASE("reporting: each format of a report is an answer", "[cli]") {
  SmallBundle bundle;
  bundle.sealed();
  for (const auto* format : {"text", "html", "json", "junit", "ocptv", "sigstore",
                             "sigstore-run-record", "test-result", "svr"}) {
    CAPTURE(format);
    const auto given = answered(bundle, in(format));
    CHECK(given.code == ExitCode::done);
    CHECK_FALSE(given.text.empty());
  }
}

TEST_CASE("reporting: the page of the bundle is what is rendered again, or it is untrusted",
          "[cli]") {
  const SmallBundle bundle;
  testing::overwrite(bundle.at("report.html"), answered(bundle, in("html")).text);
  auto question = in("text");
  question.check = true;
  CHECK(answered(bundle, question).code == ExitCode::done);
  testing::edit(bundle.at("report.html"), [](std::string& page) { page += " "; });
  CHECK(answered(bundle, question).code == ExitCode::untrusted);
}
