#include <algorithm>

#include <catch2/catch.hpp>

#include "cli/columns.h"
#include "schemas/json/inventory_json.h"
#include "schemas/text.h"
#include "tests/support/command_run.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

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

TEST_CASE("devices: what an earlier inventory held and is gone is drawn as MISSING", "[cli]") {
  const testing::TempDir files;
  const auto then = devices({"--root", kRoot, "--json"});
  auto earlier = decode_inventory(then.output);
  REQUIRE(earlier);
  CHECK(earlier->presence.expected_by.empty());
  Device gone;
  gone.id = "node/accelerator:0123";
  gone.kind = DeviceKind::accelerator;
  gone.parent = "node";
  earlier->devices.push_back(gone);
  std::ranges::sort(earlier->devices, {}, &Device::id);
  const auto path = files.write("then.json", encode_inventory(*earlier));

  const auto now = devices({"--root", kRoot, "--expect", path});

  CHECK(now.exit_code == 0);
  CHECK_THAT(now.output,
             Catch::Contains("accelerator:0123  ! MISSING\n") && Catch::Contains("expected "));
  const auto json = decode_inventory(devices({"--root", kRoot, "--expect", path, "--json"}).output);
  REQUIRE(json);
  REQUIRE(json->missing.size() == 1);
  CHECK(json->missing[0].device.id == gone.id);
  CHECK(json->presence.present < json->presence.expected);
}

TEST_CASE("devices: --json says what is wrong in the words of the tree", "[cli]") {
  const auto root = testing::fixture_path("vanished_processor").string();
  const auto run = devices({"--root", root});
  const auto json = decode_inventory(devices({"--root", root, "--json"}).output);
  REQUIRE(json);
  REQUIRE_FALSE(json->complaints.empty());
  for (const auto& complaint : json->complaints) {
    INFO(complaint.device);
    REQUIRE_FALSE(complaint.words.empty());
    CHECK_THAT(run.output, Catch::Contains(complaint.words.front()));
  }
}

TEST_CASE("devices: a document of what must be here that is none is a wrong question", "[cli]") {
  const testing::TempDir files;
  const auto path = files.write("then.json", "[]");
  const auto run = devices({"--root", kRoot, "--expect", path});
  CHECK(run.exit_code == 2);
  CHECK_THAT(run.complaints, Catch::Contains("--expect " + path));
  CHECK(run.output.empty());
}
