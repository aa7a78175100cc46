#include <catch2/catch.hpp>

#include "schemas/json/strict_json.h"
#include "tests/support/command_run.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

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
  CHECK(
      run.complaints.starts_with("rackproof read: no probe 'presure' (did you mean 'pressure'?)"));
}

TEST_CASE("read: a probe that needs a file is a usage error with the option and its page",
          "[cli]") {
  const auto bmc = read({"--root", kRoot, "--probe", "redfish"});
  CHECK(bmc.exit_code == 2);
  CHECK(bmc.complaints ==
        "rackproof read: --probe redfish needs --bmc FILE, which names the BMCs "
        "(docs/redfish.md)\n");
  const auto source = read({"--root", kRoot, "--probe", "cdu"});
  CHECK(source.exit_code == 2);
  CHECK_THAT(source.complaints,
             Catch::Contains("--sources FILE") && Catch::Contains("docs/outside-sources.md"));
}

TEST_CASE("read: a site's own program and its own metric are read without a line of C++", "[cli]") {
  const testing::TempDir dir;
  const auto sources = dir.write("sources.toml", R"([[site_metric]]
name = "site_coolant_flow_ratio"
unit = "ratio"
kind = "gauge"
help = "Share of the rated coolant flow."

[[source]]
name = "cdu"
exec = ["/bin/echo", "cdu_flow_percent 97"]
[[source.series]]
name = "cdu_flow_percent"
metric = "site_coolant_flow_ratio"
unit = "ratio"
divide = 100
)");
  const auto text = read({"--sources", sources, "--probe", "cdu"});
  CHECK(text.exit_code == 0);
  CHECK_THAT(text.output, Catch::Contains("node/source:cdu\n") &&
                              Catch::Contains("site_coolant_flow_ratio") &&
                              Catch::Contains("0.97 ratio"));

  const auto exposed = read({"--sources", sources, "--probe", "cdu", "--openmetrics"});
  CHECK_THAT(exposed.output,
             Catch::Contains("# HELP rackproof_site_coolant_flow_ratio Share of the rated coolant "
                             "flow.\n") &&
                 Catch::Contains("# UNIT rackproof_site_coolant_flow_ratio ratio\n"));
}

TEST_CASE("read: a sources file with a typo is a usage error by file and line", "[cli]") {
  const testing::TempDir dir;
  const auto sources = dir.write("s.toml", "[[source]]\nname = \"x\"\nexcec = [\"/bin/true\"]\n");
  const auto run = read({"--root", kRoot, "--sources", sources});
  CHECK(run.exit_code == 2);
  CHECK(run.complaints.find(sources + ":3: source: unknown key 'excec'") != std::string::npos);
  CHECK(read({"--root", kRoot, "--sources", dir.at("none.toml")}).exit_code == 2);
}
