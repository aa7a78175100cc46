#include "certsuite/workloads/unit_process.h"

#include <catch2/catch.hpp>

#include "certsuite/workloads/child_protocol.h"
#include "certsuite/workloads/corpus_unit.h"
#include "tests/support/compiled_unit.h"
#include "tests/support/tiny_unit.h"
#include "tests/support/unit_bench.h"

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

/// A program in the place of ours that says `text` and ends.
UnitProgram saying(const testing::TempDir& dir, const std::string& text) {
  const auto path = dir.write("says", "#!/bin/sh\n" + text + "\n");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return {{path}};
}

}  // namespace

TEST_CASE("unit process: it tells what each member put out in each repeat", "[workloads][corpus]") {
  const testing::TempDir dir;
  dir.write("in", "\x05");
  dir.write("job", encode_unit_job({testing::compiled(dir, "unit", testing::tiny_unit().text),
                                    {{dir.at("in"), 1}},
                                    {}}));
  const UnitProgram program{testing::unit_program(), 2};
  const auto both = run_unit_process(program, dir.path().string(), 30s);
  REQUIRE(both);
  CHECK(both->complete);
  REQUIRE(both->ran.size() == 2);
  CHECK(both->ran[0].digests.size() == kUnitRepeats);
  CHECK(both->ran[0].digests == both->ran[1].digests);
  CHECK(std::filesystem::file_size(dir.at(both->ran[0].digests[0] + ".out")) == 1);
  const auto second = run_unit_process(program, dir.path().string(), 30s, 1);
  REQUIRE(second);
  REQUIRE(second->ran.size() == 1);
  CHECK(second->ran[0].processor == both->ran[1].processor);
}

TEST_CASE("unit process: one that ends without an outcome is not complete", "[workloads][corpus]") {
  const testing::TempDir dir;
  const auto story = run_unit_process(saying(dir, "kill -SEGV $$"), dir.path().string(), 30s);
  REQUIRE(story);
  CHECK_FALSE(story->complete);
  CHECK(story->ended == "ended by signal 11");
}

TEST_CASE("unit process: one that says it is done and ends badly is not complete",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  const auto said = dir.write("said", encode_message(WorkloadOutcome{}) + "\n");
  const auto story =
      run_unit_process(saying(dir, "/bin/cat " + said + "; exit 7"), dir.path().string(), 30s);
  REQUIRE(story);
  CHECK_FALSE(story->complete);
  CHECK(story->ended == "ended with exit code 7");
}

TEST_CASE("unit process: nonsense, and a run without its digests, are errors",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  CHECK_FALSE(run_unit_process(saying(dir, "echo hello"), dir.path().string(), 30s));
  const auto said = dir.write("said", encode_message(Fact{"ran", "0 0 0 abc", ""}) + "\n");
  const auto story = run_unit_process(saying(dir, "/bin/cat " + said), dir.path().string(), 30s);
  REQUIRE_FALSE(story);
  CHECK_THAT(story.error().message, Catch::Contains("without all its digests"));
}
