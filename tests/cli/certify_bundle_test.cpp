#include "cli/certify_bundle.h"

#include <sstream>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

Report report_of(std::vector<Outcome> outcomes, Outcome overall) {
  Report report;
  report.title = "Self-test, not a certificate";
  report.judgement.overall = overall;
  report.judgement.because = {"One thing was wrong.\x1b[31m"};
  for (const auto outcome : outcomes) {
    report.judgement.verdicts.emplace_back();
    report.judgement.verdicts.back().outcome = outcome;
  }
  return report;
}

}  // namespace

TEST_CASE("conclusion: verdict, why, how many of each, and where it lies", "[cli][certify]") {
  std::ostringstream out;
  print_conclusion(report_of({Outcome::pass, Outcome::fail, Outcome::pass}, Outcome::fail),
                   RunRecord{}, true, "out/b", out);

  CHECK(out.str() ==
        "Self-test, not a certificate: FAIL\n"
        "  One thing was wrong.\\x1b[31m\n"
        "verdicts: 2 PASS, 1 FAIL\n"
        "bundle: out/b\n"
        "report: out/b/report.html\n");
}

TEST_CASE("conclusion: a simulated run is said to be one, an unsealed bundle too",
          "[cli][certify]") {
  RunRecord record;
  record.simulated = true;
  std::ostringstream out;
  print_conclusion(report_of({}, Outcome::inconclusive), record, false, "b", out);

  CHECK(out.str().find("INCONCLUSIVE (simulated: a captured tree, not this machine)\n") !=
        std::string::npos);
  CHECK(out.str().find("verdicts: none\n") != std::string::npos);
  CHECK(out.str().find("not sealed: `rackproof seal b --as collector --key FILE`") !=
        std::string::npos);
}

TEST_CASE("conclusion: each failed step is told with where, what, mask, seed and its command",
          "[cli][certify]") {
  RunRecord record;
  record.steps.resize(3);
  auto& wrong = record.steps[0];
  wrong.phase = "gemm";
  wrong.workload = "gemm_exact";
  wrong.status = StepStatus::complete;
  wrong.self_check = SelfCheck::wrong_answer;
  wrong.canary = {true, true};
  wrong.checks = 192;
  wrong.mismatch_count = 2;
  wrong.mismatches = {{"node/cpu:3", "tile 7", "1", "3", "0x2", 0.5}};
  wrong.seed = 11;
  wrong.command = "rackproof workload gemm_exact --seed 11 --seconds 5";
  auto& hung = record.steps[1];
  hung.phase = "burn";
  hung.status = StepStatus::timed_out;
  hung.reason = "killed after 9 s; 5 s were planned";
  hung.command = "rackproof workload burn";
  record.steps[2].phase = "rest";
  record.steps[2].workload = "idle";
  record.steps[2].status = StepStatus::complete;
  std::ostringstream out;
  print_conclusion(report_of({}, Outcome::fail), record, true, "b", out);

  CHECK(out.str().find("failed: gemm: COMPLETE, 2 wrong of 192 comparisons, first on node/cpu:3 at "
                       "tile 7: expected 1, got 3, mask 0x2, after 0.5 s, seed 11\n"
                       "  again: rackproof workload gemm_exact --seed 11 --seconds 5\n") !=
        std::string::npos);
  CHECK(out.str().find("failed: burn: TIMED OUT, killed after 9 s; 5 s were planned\n"
                       "  again: rackproof workload burn\n") != std::string::npos);
  CHECK(out.str().find("rest") == std::string::npos);
}
