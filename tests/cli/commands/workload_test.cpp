#include <catch2/catch.hpp>

#include "certsuite/workloads/child_protocol.h"
#include "certsuite/workloads/registry.h"
#include "schemas/text.h"
#include "tests/support/program.h"

using namespace rackproof;
using namespace rackproof::testing;

TEST_CASE("workload: the list names every workload and what it can find", "[cli][workload]") {
  const auto run = run_program({"workload", "--list"});
  CHECK(run.exit_code == 0);
  for (const auto& entry : workload_registry()) {
    CHECK(run.output.find(std::string(entry.name) + "\n") != std::string::npos);
  }
}

TEST_CASE("workload: one by itself speaks the runner's protocol and ends with its outcome",
          "[cli][workload]") {
  const auto run = run_program({"workload", "gemm_exact", "--seed", "7", "--seconds", "1"});

  CHECK(run.exit_code == 0);
  const auto told = lines(run.output);
  REQUIRE_FALSE(told.empty());
  for (const auto line : told) {
    INFO(line);
    CHECK(decode_message(line));
  }
  const auto last = decode_message(told.back());
  REQUIRE(last);
  const auto* outcome = std::get_if<WorkloadOutcome>(&*last);
  REQUIRE(outcome != nullptr);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary.caught);
}

TEST_CASE("workload: compile_corpus runs what it compiled in processes of this program",
          "[cli][workload]") {
  const auto run = run_program(
      {"workload", "compile_corpus", "--seed", "7", "--seconds", "8", "--parameter", "units=1"});
  CHECK(run.exit_code == 0);
  const auto told = lines(run.output);
  REQUIRE_FALSE(told.empty());
  const auto last = decode_message(told.back());
  REQUIRE(last);
  const auto* outcome = std::get_if<WorkloadOutcome>(&*last);
  REQUIRE(outcome != nullptr);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary == Canary{true, true});
}

TEST_CASE("workload: a wrong question is exit 2", "[cli][workload]") {
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"workload"},
           {"workload", "no_such"},
           {"workload", "gemm_exact", "--list"},
           {"workload", "gemm_exact", "--seconds", "-1"},
           {"workload", "gemm_exact", "--seconds", "1", "--parameter", "share"},
           {"workload", "gemm_exact", "--seconds", "1", "--parameter", "share=much"}}) {
    const auto run = run_program(arguments);
    CHECK(run.exit_code == 2);
    CHECK_FALSE(run.error_output.empty());
  }
}
