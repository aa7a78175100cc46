#include "certsuite/workloads/corpus_canary.h"

#include <catch2/catch.hpp>

#include "probes/machine/clock.h"
#include "tests/support/fake_compiler.h"
#include "tests/support/tiny_unit.h"
#include "tests/support/unit_bench.h"

using namespace rackproof;
using testing::tiny_unit;

namespace {

Result<Canary> planted(const CorpusSetup& setup) {
  const testing::TempDir dir;
  const SystemClock clock;
  const Effort effort{
      .duration = std::chrono::seconds(60), .threads = 1, .directory = dir.path().string()};
  const Pace pace(effort, clock);
  CorpusWorkshop workshop(setup, effort, pace, std::move(*Team::start(1)));
  auto canary = plant_corpus_canary(setup, workshop, dir.at("canary"));
  CHECK_FALSE(std::filesystem::exists(dir.at("canary")));
  return canary;
}

}  // namespace

TEST_CASE("corpus canary: a unit with its planted fault is found out", "[workloads][corpus]") {
  const auto canary = planted({{testing::any_compiler()}, {tiny_unit()}, testing::unit_program()});
  REQUIRE(canary);
  CHECK(*canary == Canary{true, true});
}

TEST_CASE(
    "corpus canary: a fault that a compiler takes away is missed, and the judges are not "
    "asked instead",
    "[workloads][corpus]") {
  const testing::TempDir dir;
  const auto canary = planted({{testing::wrapped(dir, "sed -i 's/ ^= 1/ ^= 0/' tiny.c")},
                               {tiny_unit()},
                               testing::unit_program()});
  REQUIRE(canary);
  CHECK(*canary == Canary{true, false});
}

TEST_CASE("corpus canary: the next compiler plants it where the first one fails",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  auto blind = tiny_unit();  // so that only a run can catch it
  blind.cases[0].judge = [](std::span<const std::byte> output) -> std::string {
    return output[0] == std::byte{13} ? "planted" : "";
  };
  const auto canary = planted({{testing::wrapped(dir, "exit 1"), testing::any_compiler()},
                               {blind},
                               testing::unit_program()});
  REQUIRE(canary);
  CHECK(canary->caught);
}

TEST_CASE("corpus canary: where nothing compiles or runs, the judges are shown zeros",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  const std::vector<HostCompiler> broken{testing::wrapped(dir, "exit 1")};
  CHECK(planted({broken, {tiny_unit()}, testing::unit_program()})->caught);
  auto unit = tiny_unit();
  unit.cases[0].judge = [](std::span<const std::byte>) { return std::string(); };
  CHECK_FALSE(planted({broken, {unit}, testing::unit_program()})->caught);
}
