#include "certsuite/runner_step.h"

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

PlannedStep planned(std::string phase) {
  PlannedStep step;
  step.phase = std::move(phase);
  step.workload = "gemm_exact";
  step.seconds = 2.5;
  step.seed = 42;
  return step;
}

}  // namespace

TEST_CASE("step: its arguments repeat it by hand", "[runner]") {
  auto step = planned("gemm");
  step.parameters = {{"share", 0.25}, {"buffer", 1048576}};

  CHECK(workload_arguments(step) ==
        std::vector<std::string>{"workload", "gemm_exact", "--seed", "42", "--seconds", "2.5",
                                 "--parameter", "buffer=1048576", "--parameter", "share=0.25"});
}

TEST_CASE("step: log names sort in the order of the run and stay within the directory",
          "[runner]") {
  CHECK(log_name(0, planned("gemm-exact")) == "01-gemm-exact.log");
  CHECK(log_name(99, planned("gemm")) == "100-gemm.log");
  CHECK(log_name(1, planned("../Oh no")) == "02-____h_no.log");
}
