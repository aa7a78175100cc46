#include "reports/render_ocptv.h"

#include <catch2/catch.hpp>

#include "reports/ocptv_check.h"
#include "tests/reports/example_report.h"
#include "tests/support/ocptv_text.h"

using namespace rackproof;
using Catch::Contains;
using testing::ExampleReport;
using testing::is_valid_ocptv;

namespace {

std::string rendered(ExampleReport& example) {
  auto output = render_ocptv(example.view());
  REQUIRE(output);
  return *output;
}

/// An example in which nothing failed, with another overall verdict.
void settle(ExampleReport& example, Outcome overall) {
  auto& wrong = example.record.steps[2];
  wrong.self_check = SelfCheck::correct;
  wrong.mismatch_count = 0;
  wrong.mismatches.clear();
  for (auto& verdict : example.report.judgement.verdicts) {
    verdict.outcome = verdict.outcome == Outcome::fail ? Outcome::not_judged : verdict.outcome;
  }
  example.report.judgement.overall = overall;
  example.report.simulated = example.record.simulated = example.inventory.simulated = false;
}

std::string last_line(const std::string& output) {
  return output.substr(output.rfind('\n', output.size() - 2) + 1);
}

std::string with(std::string text, const std::string& what, const std::string& instead) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), instead);
}

}  // namespace

TEST_CASE("ocptv: a report with every verdict and hostile strings is valid by schema and check",
          "[reports]") {
  ExampleReport example;
  const auto output = rendered(example);
  CHECK(output == rendered(example));
  CHECK(ocptv_findings(output).empty());
  CHECK(output.find('\x1B') == std::string::npos);
  CHECK(is_valid_ocptv(output).value_or(true));
  CHECK_THAT(last_line(output), Contains(R"("status":"COMPLETE","result":"FAIL")"));
}

TEST_CASE("ocptv: the run passes for PASS of a real machine alone", "[reports]") {
  ExampleReport example;
  settle(example, Outcome::pass);
  CHECK_THAT(last_line(rendered(example)), Contains(R"("status":"COMPLETE","result":"PASS")"));
  example.record.simulated = true;
  CHECK_THAT(rendered(example), Contains(R"("symptom":"simulated")"));
  CHECK_THAT(last_line(rendered(example)),
             Contains(R"("status":"ERROR","result":"NOT_APPLICABLE")"));
  for (const auto other : {Outcome::inconclusive, Outcome::invalid, Outcome::not_judged}) {
    settle(example, other);
    CHECK_THAT(last_line(rendered(example)),
               Contains(R"("status":"ERROR","result":"NOT_APPLICABLE")"));
    CHECK(is_valid_ocptv(rendered(example)).value_or(true));
  }
}

TEST_CASE("ocptv: an output that contradicts itself is not handed on", "[reports]") {
  ExampleReport example;
  settle(example, Outcome::pass);
  example.record.steps[2].mismatch_count = 1;
  CHECK_THAT(render_ocptv(example.view()).error().message,
             Contains("the run passes over a failing diagnosis"));
}

TEST_CASE("ocptv: a changed export is caught, by its schema or by our check", "[reports]") {
  ExampleReport example;
  const auto output = rendered(example);
  const auto failed = with(output, R"("result":"FAIL")", R"("result":"PASS")");
  CHECK_FALSE(ocptv_findings(failed).empty());
  CHECK_FALSE(
      ocptv_findings(with(output, R"("sequenceNumber":7)", R"("sequenceNumber":8)")).empty());
  const auto gone = output.find(R"({"testStepArtifact")");
  CHECK_FALSE(
      ocptv_findings(std::string(output).erase(gone, output.find('\n', gone) + 1 - gone)).empty());
  CHECK_FALSE(ocptv_findings(with(output, R"("hardwareInfoId":"node/cpu:11","name")",
                                  R"("hardwareInfoId":"node/cpu:12","name")"))
                  .empty());
  for (const auto& broken : {with(output, R"("type":"FAIL")", R"("type":"INCONCLUSIVE")"),
                             with(output, R"("testRunEnd":{)", R"("testRunEnd":{"verdict":1,)"),
                             with(output, R"("dutInfoId":"dut",)", "")}) {
    CHECK_FALSE(is_valid_ocptv(broken).value_or(false));
  }
}
