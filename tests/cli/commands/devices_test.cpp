#include <catch2/catch.hpp>

#include "cli/columns.h"
#include "schemas/json/inventory_json.h"
#include "schemas/text.h"
#include "tests/support/command_run.h"
#include "tests/support/fixture_host.h"

using namespace rackproof;
using testing::run_command;

namespace {

testing::CommandRun devices(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "devices");
  return run_command(add_devices_command, std::move(arguments));
}

const std::string kRoot = testing::fixture_path("nvme_dead_controller").string();

}  // namespace

TEST_CASE("devices: a captured tree is drawn, said to be one, in 80 columns", "[cli]") {
  const auto run = devices({"--root", kRoot});
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.output, Catch::Contains("SIMULATED") && Catch::Contains("nvme:S5XYZ") &&
                             Catch::Contains("firmware 1B2Q"));
  for (const auto line : lines(run.output)) {
    INFO(line);
    CHECK((columns_of(line) <= kColumns || line.find(kRoot) != std::string_view::npos));
  }
}

TEST_CASE("devices: --why names what could not be read and what would let it be read", "[cli]") {
  const auto run = devices({"--root", kRoot, "--why"});
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.output, Catch::Contains("/dev/nvme0: SMART log") &&
                             Catch::Contains("not_observable") &&
                             Catch::Contains("to read it: read on the machine itself"));
}

TEST_CASE("devices: --json is the inventory document", "[cli]") {
  const auto run = devices({"--root", kRoot, "--json"});
  CHECK(run.exit_code == 0);
  const auto inventory = decode_inventory(run.output);
  REQUIRE(inventory);
  CHECK(inventory->simulated);
}

TEST_CASE("devices: a root that is not there is one sentence and 3", "[cli]") {
  const auto run = devices({"--root", "/no/such/root"});
  CHECK(run.exit_code == 3);
  CHECK(run.output.empty());
  CHECK(run.complaints == "rackproof devices: --root /no/such/root: no such file or directory\n");
}
