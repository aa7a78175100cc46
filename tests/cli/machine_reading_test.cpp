#include "cli/machine_reading.h"

#include <catch2/catch.hpp>

#include "tests/support/bmc_ground.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;

TEST_CASE("machine reading: a captured tree is read and said to be one", "[cli]") {
  const auto root = testing::fixture_path("small_virtual_machine").string();
  const auto answer = read_machine({root, {"inventory", "pressure"}});
  REQUIRE(std::holds_alternative<MachineReading>(answer));
  const auto& machine = std::get<MachineReading>(answer);
  CHECK(machine.reading.inventory.simulated);
  CHECK(machine.reading.inventory.hostname == "small");
  CHECK(machine.reading.probes.size() == 2);
}

TEST_CASE("machine reading: an unknown probe is the user's question, a missing root is not",
          "[cli]") {
  const auto root = testing::fixture_path("small_virtual_machine").string();
  const auto unknown = read_machine({root, {"hwmno"}});
  REQUIRE(std::holds_alternative<ReadingRefusal>(unknown));
  CHECK(std::get<ReadingRefusal>(unknown).code == ExitCode::usage);
  CHECK(std::get<ReadingRefusal>(unknown).sentence.find("did you mean 'hwmon'") !=
        std::string::npos);
  const auto nowhere = read_machine({"/no/such/root", {}});
  CHECK(std::get<ReadingRefusal>(nowhere).code == ExitCode::failed);
}

TEST_CASE("machine reading: sources are asked beside the probes, or alone when one is named",
          "[cli]") {
  const auto root = testing::fixture_path("small_virtual_machine").string();
  const testing::TempDir dir;
  const auto sources = dir.write("s.toml",
                                 "[[source]]\nname = \"cdu\"\nexec = [\"/bin/true\"]\n"
                                 "[[source.series]]\nname = \"heat\"\nmetric = "
                                 "\"power_watts\"\nunit = \"W\"\n");
  const auto probes_of = [&](std::vector<std::string> names) {
    const auto answer =
        read_machine({.root = root, .probes = std::move(names), .sources = sources});
    REQUIRE(std::holds_alternative<MachineReading>(answer));
    return std::get<MachineReading>(answer).reading.probes.size();
  };
  CHECK(probes_of({"cdu"}) == 1);
  CHECK(probes_of({"cdu", "pressure"}) == 2);
  CHECK(probes_of({"pressure"}) == 1);
  CHECK(probes_of({}) > 5);
  const auto unknown = read_machine({.root = root, .probes = {"cud"}, .sources = sources});
  CHECK(std::get<ReadingRefusal>(unknown).code == ExitCode::usage);
}

TEST_CASE("machine reading: BMCs are read beside the machine, and no captured one has them",
          "[cli][redfish]") {
  const testing::BmcGround ground;
  const auto file = ground.directory.write("bmcs.toml", ground.toml());
  const auto answer = read_machine({.root = "/", .probes = {"redfish"}, .bmcs = file});
  REQUIRE(std::holds_alternative<MachineReading>(answer));
  const auto& machine = std::get<MachineReading>(answer);
  REQUIRE(machine.reading.probes.size() == 1);
  CHECK(machine.reading.probes.front().name == "redfish:node3");
  CHECK_FALSE(machine.reading.samples.empty());
  CHECK(ground.server.request_lines().back() ==
        std::string("DELETE ") + testing::kSessions + "/1 204");

  const auto one = read_machine({.root = "/", .probes = {"redfish:node3"}, .bmcs = file});
  CHECK(std::holds_alternative<MachineReading>(one));
  const auto captured = testing::fixture_path("small_virtual_machine").string();
  const auto refused = read_machine({.root = captured, .probes = {}, .bmcs = file});
  REQUIRE(std::holds_alternative<ReadingRefusal>(refused));
  CHECK(std::get<ReadingRefusal>(refused).code == ExitCode::usage);
}
