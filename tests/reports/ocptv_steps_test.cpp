#include "reports/ocptv_steps.h"

#include <catch2/catch.hpp>

#include "tests/reports/example_report.h"

using namespace rackproof;
using Catch::Contains;

namespace {

std::string steps_of(testing::ExampleReport& example) {
  ocptv::Lines lines(example.record.started);
  REQUIRE(ocptv::add_run_steps(example.view(), lines));
  return lines.take();
}

}  // namespace

TEST_CASE("ocptv: every attempt is a step with its status and what it measured", "[reports]") {
  testing::ExampleReport example;
  example.record.steps[1].status = StepStatus::timed_out;
  example.record.steps[1].reason = "killed at its deadline";
  const auto text = steps_of(example);
  CHECK_THAT(text, Contains(R"("testStepStart":{"name":"gemm-exact attempt 1"})"));
  CHECK_THAT(text, Contains(R"("name":"gemm_exact_flops_per_second")"));
  CHECK_THAT(text, Contains(R"("statistic":"p05","windows":20)"));
  CHECK_THAT(text, Contains(R"("testStepId":"1","testStepEnd":{"status":"ERROR"})"));
  CHECK_THAT(text, Contains(R"("symptom":"step-timed-out","message":"killed at its deadline")"));
  CHECK_THAT(text, Contains(R"("testStepId":"3","testStepEnd":{"status":"SKIP"})"));
  CHECK_THAT(text, !Contains("mem_triad_bytes_per_second"));  // that step was cut off
}

TEST_CASE("ocptv: a wrong answer is a failing diagnosis of its part, located or not", "[reports]") {
  testing::ExampleReport example;
  CHECK_THAT(steps_of(example), Contains(R"("verdict":"cpu_sdc-wrong-answer","type":"FAIL")"));
  CHECK_THAT(steps_of(example), Contains(R"("hardwareInfoId":"node/cpu:11")"));
  example.record.steps[2].mismatches.clear();
  CHECK_THAT(steps_of(example), Contains("a wrong answer that was not located"));
  example.record.steps[2].self_check = SelfCheck::correct;
  CHECK_THAT(steps_of(example), Contains(R"("type":"FAIL")"));
  example.record.steps[2].mismatch_count = 0;
  CHECK_THAT(steps_of(example), !Contains(R"("type":"FAIL")"));
}

TEST_CASE("ocptv: a series that cannot be read is told, not left out", "[reports]") {
  testing::ExampleReport example;
  example.series.spoiled = SeriesKey{"node/memory", "mem_triad_bytes_per_second"};
  ocptv::Lines lines(example.record.started);
  CHECK(ocptv::add_run_steps(example.view(), lines).error().kind == ErrorKind::malformed);
}
