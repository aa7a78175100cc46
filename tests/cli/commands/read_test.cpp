#include <catch2/catch.hpp>

#include "schemas/json/strict_json.h"
#include "tests/support/command_run.h"
#include "tests/support/fixture_host.h"

using namespace rackproof;
using testing::run_command;

namespace {

testing::CommandRun read(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "read");
  return run_command(add_read_command, std::move(arguments));
}

const std::string kRoot = testing::fixture_path("old_kernel_pressure").string();

}  // namespace

TEST_CASE("read: one probe of a captured tree, missing readings with their reason", "[cli]") {
  const auto run = read({"--root", kRoot, "--probe", "pressure"});
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.output, Catch::Contains("14.036781 s") && Catch::Contains("- unsupported: ") &&
                             Catch::Contains("SIMULATED"));
}

TEST_CASE("read: OpenMetrics ends with its mark and tells reasons as labels", "[cli]") {
  const auto run = read({"--root", kRoot, "--probe", "pressure", "--openmetrics"});
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.output, Catch::EndsWith("# EOF\n") && Catch::Contains("reason=\"unsupported\""));
}

TEST_CASE("read: --json is one document", "[cli]") {
  const auto run = read({"--root", kRoot, "--json"});
  CHECK(run.exit_code == 0);
  const auto json = parse_strict_json(run.output);
  REQUIRE(json);
  CHECK(*json->find("simulated")->if_boolean());
}

TEST_CASE("read: a mistyped probe is a usage error with the nearest name", "[cli]") {
  const auto run = read({"--root", kRoot, "--probe", "presure"});
  CHECK(run.exit_code == 2);
  CHECK(run.complaints == "rackproof read: no probe 'presure' (did you mean 'pressure'?)\n");
}
