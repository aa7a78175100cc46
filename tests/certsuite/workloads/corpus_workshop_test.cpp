#include "certsuite/workloads/corpus_workshop.h"

#include <catch2/catch.hpp>

#include "probes/machine/clock.h"
#include "tests/support/fake_compiler.h"
#include "tests/support/tiny_unit.h"
#include "tests/support/unit_bench.h"

using namespace rackproof;
using testing::tiny_unit;

namespace {

/// A workshop with one unit and the time that it is given.
struct Shop {
  explicit Shop(std::chrono::nanoseconds duration)
      : setup{{testing::any_compiler()}, {tiny_unit()}, testing::unit_program()},
        effort{.duration = duration, .threads = 1, .directory = dir.path().string()},
        pace(effort, clock),
        workshop(setup, effort, pace, std::move(*Team::start(1))) {}

  testing::TempDir dir;
  SystemClock clock;
  CorpusSetup setup;
  Effort effort;
  Pace pace;
  CorpusWorkshop workshop;
};

}  // namespace

TEST_CASE("corpus workshop: each artefact has a directory with nothing but its unit in it",
          "[workloads][corpus]") {
  Shop shop(std::chrono::seconds(60));
  const Artefact one{.compiler = &shop.setup.compilers[0], .flags = {"-O2"}};
  std::vector<Artefact> artefacts{one, one};
  REQUIRE(shop.workshop.lay_out(shop.dir.at("lap"), artefacts));
  CHECK(artefacts[0].directory != artefacts[1].directory);
  for (const auto& artefact : artefacts) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(artefact.directory)) {
      names.push_back(entry.path().filename().string());
    }
    CHECK(names == std::vector<std::string>{"tiny.c"});
  }
  const auto results = shop.workshop.compile(artefacts);
  REQUIRE(results[1]);
  CHECK(results[1]->status == CompileStatus::ok);
  const auto answer = shop.workshop.run(artefacts[1]);
  REQUIRE(answer);
  CHECK(answer->status == CompileStatus::ok);
}

TEST_CASE("corpus workshop: when the time is over nothing is compiled any more",
          "[workloads][corpus]") {
  Shop shop(std::chrono::nanoseconds(1));
  std::vector<Artefact> artefacts{{.compiler = &shop.setup.compilers[0]}};
  REQUIRE(shop.workshop.lay_out(shop.dir.at("lap"), artefacts));
  CHECK_FALSE(shop.workshop.compile(artefacts)[0].has_value());
}
