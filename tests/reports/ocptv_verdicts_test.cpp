#include "reports/ocptv_verdicts.h"

#include <sstream>

#include <catch2/catch.hpp>

#include "tests/reports/example_report.h"

using namespace rackproof;
using Catch::Contains;

namespace {

Verdict& verdict_of(testing::ExampleReport& example, const std::string& criterion) {
  for (auto& verdict : example.report.judgement.verdicts) {
    if (verdict.criterion == criterion) {
      return verdict;
    }
  }
  FAIL("no verdict of " + criterion);
  return example.report.judgement.verdicts.front();
}

/// The lines about verdicts that hold `what`.
std::string lines_with(testing::ExampleReport& example, const std::string& what) {
  ocptv::Lines lines(example.record.started);
  ocptv::add_verdicts(example.view(), lines);
  std::istringstream all(lines.take());
  std::string found;
  for (std::string line; std::getline(all, line);) {
    found += line.find(what) == std::string::npos ? "" : line + "\n";
  }
  return found;
}

}  // namespace

TEST_CASE("ocptv: a diagnosis passes for PASS alone, and what is advisory fails no run",
          "[reports]") {
  for (const auto& [outcome, word] : kOutcomes) {
    Verdict verdict;
    verdict.outcome = outcome;
    const bool fails = outcome == Outcome::fail;
    const bool passes = outcome == Outcome::pass;
    CHECK(ocptv::diagnosis_type(verdict) == (passes ? "PASS" : fails ? "FAIL" : "UNKNOWN"));
    verdict.required = false;
    CHECK(ocptv::diagnosis_type(verdict) == (passes ? "PASS" : "UNKNOWN"));
  }
}

TEST_CASE("ocptv: limits are validators after the decision rule, metadata before it", "[reports]") {
  testing::ExampleReport example;
  const auto measured = lines_with(example, "\"measurement\"");
  CHECK_THAT(measured, Contains(R"("type":"GREATER_THAN_OR_EQUAL","value":6480000000)") ||
                           Contains(R"("type":"GREATER_THAN_OR_EQUAL","value":6.48e+09)"));
  CHECK_THAT(measured, Contains("\"limitAtLeast\":6.4e+09"));
  CHECK_THAT(measured, Contains("\"expandedUncertainty\":8e+07,\"coverageFactor\":2"));
  CHECK_THAT(measured, Contains("\"decisionRule\":\"guard_band\""));
}

TEST_CASE("ocptv: no validators where working them out would give another verdict", "[reports]") {
  testing::ExampleReport example;
  const auto validators = [&example](const char* metric) {
    return lines_with(example, metric).find("\"validators\"") != std::string::npos;
  };
  CHECK_FALSE(validators("\"name\":\"temperature_celsius\""));  // INCONCLUSIVE, below its limit
  CHECK(validators("\"name\":\"mem_triad_bytes_per_second\""));
  auto& triad = verdict_of(example, "memory-triad-rate");
  triad.outcome = Outcome::fail;  // for another reason than its value
  CHECK_FALSE(validators("\"name\":\"mem_triad_bytes_per_second\""));
  triad.observed = 1e9;
  CHECK(validators("\"name\":\"mem_triad_bytes_per_second\""));
  triad.required = false;
  CHECK_FALSE(validators("\"name\":\"mem_triad_bytes_per_second\""));
}

TEST_CASE("ocptv: a FAIL is a failing diagnosis of its part and passes nowhere", "[reports]") {
  testing::ExampleReport example;
  const auto failed = lines_with(example, "cpu-sdc-answers-fail");
  CHECK_THAT(failed, Contains(R"("type":"FAIL")") && Contains(R"("node/cpu:11")"));
  CHECK(lines_with(example, R"("type":"PASS")").find("node/cpu:11") == std::string::npos);
  CHECK_THAT(lines_with(example, "power-not-judged-advisory"), Contains(R"("type":"UNKNOWN")"));
}

TEST_CASE("ocptv: a diagnosis says by which rule, and who waives it", "[reports]") {
  testing::ExampleReport example;
  const auto said = lines_with(example, "cpu-sdc-answers-fail");
  CHECK_THAT(said, Contains("(rule simple)"));
  CHECK_THAT(said,
             Contains("waived by Jo <QA> until 2027-01-31") && Contains("the verdict stays FAIL"));
  CHECK_THAT(said, Contains("\"type\":\"FAIL\"") && !Contains("\"type\":\"PASS\""));
  CHECK_THAT(lines_with(example, "\"measurement\""), Contains("\"evidence\":[\"inventory.json\"]"));
}

TEST_CASE("ocptv: the rule of a report that did not say it is that of its reference", "[reports]") {
  testing::ExampleReport example;
  for (auto& verdict : example.report.judgement.verdicts) {
    verdict.grounds.reset();
  }
  CHECK_THAT(lines_with(example, "\"measurement\""), Contains("\"decisionRule\":\"guard_band\""));
}
