#include "cli/machine_reading.h"

#include <catch2/catch.hpp>

#include "tests/support/fixture_host.h"

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
