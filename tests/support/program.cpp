#include "tests/support/program.h"

#include <utility>

#include <catch2/catch.hpp>

#include "schemas/text.h"

namespace rackproof::testing {

ChildResult run_program(std::vector<std::string> arguments, std::stop_token stop) {
  ChildCommand command;
  command.argv = {RACKPROOF_PROGRAM};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.environment = {"PATH=/usr/local/bin:/usr/bin:/bin"};
  command.deadline = std::chrono::seconds(90);
  auto result = run_child(command, std::move(stop), {});
  REQUIRE(result);
  return *std::move(result);
}

std::string tiny_reference(double gemm_seconds) {
  return R"([reference]
id = "tiny"
revision = 1
title = "As little as can be asked"
status = "draft"
must_judge = ["compute"]

[[phase]]
id = "rest"
workload = "idle"
tier = ["quick"]
seconds.quick = { value = 0.05, unit = "s", basis = "derived", source = "a test" }

[[phase]]
id = "gemm"
workload = "gemm_exact"
tier = ["quick"]
seconds.quick = { value = )" +
         format_double(gemm_seconds) + R"(, unit = "s", basis = "derived", source = "a test" }

[[criterion]]
id = "answers"
class = "compute"
on = "node"
measurement = "gemm_exact_mismatch_count"
during = "gemm"
statistic = "max"
at_most = { value = 0, unit = "1", basis = "derived", source = "integers are exact" }
min_windows = 1
required = true
)";
}

}  // namespace rackproof::testing
