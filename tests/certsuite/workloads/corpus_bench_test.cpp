#include "certsuite/workloads/corpus_bench.h"

#include <catch2/catch.hpp>

#include "tests/support/compiled_unit.h"
#include "tests/support/tiny_unit.h"

using namespace rackproof;
using testing::compiled;
using testing::tiny_unit;

namespace {

CorpusBench bench(int threads) {
  auto team = Team::start(threads);
  REQUIRE(team);
  return CorpusBench(std::move(*team));
}

constexpr std::string_view kHead = "void rackproof_unit(const void *in, void *out, void *s) {\n";

}  // namespace

TEST_CASE("corpus bench: a right unit is run twice on every member", "[workloads][corpus]") {
  const testing::TempDir dir;
  const auto unit = tiny_unit();
  const auto answer = bench(3).run(unit, compiled(dir, "tiny", unit.text));
  CHECK(answer.status == CompileStatus::ok);
  CHECK(answer.executions == 6);
  CHECK(answer.wrong.empty());
  CHECK(answer.digests.size() == 64);
}

TEST_CASE("corpus bench: a wrong answer is told once for each execution, with its processor",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  const auto unit = tiny_unit();
  const auto wrong = std::string(kHead) + "  *(unsigned char *)out = 11;\n}\n";
  const auto answer = bench(2).run(unit, compiled(dir, "wrong", wrong));
  CHECK(answer.status == CompileStatus::numeric_error);
  CHECK(answer.why == "byte: not 12");
  REQUIRE(answer.wrong.size() == 4);
  CHECK_THAT(answer.wrong[0].device, Catch::StartsWith("node/cpu:"));
  CHECK(answer.wrong[1].where == "tiny, byte, repeat 2");
}

TEST_CASE("corpus bench: outputs that differ from run to run are wrong though each may be right",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  auto unit = tiny_unit();
  unit.cases[0].judge = [](std::span<const std::byte>) { return std::string(); };
  const auto counting = "static int calls;\n" + std::string(kHead) +
                        "  *(unsigned char *)out = (unsigned char)calls++;\n}\n";
  const auto answer = bench(1).run(unit, compiled(dir, "counting", counting));
  CHECK(answer.status == CompileStatus::nondeterministic);
  CHECK(answer.wrong.size() == 1);
}

TEST_CASE("corpus bench: a unit that writes nothing is wrong", "[workloads][corpus]") {
  const testing::TempDir dir;
  const auto answer = bench(1).run(tiny_unit(), compiled(dir, "idle", std::string(kHead) + "}\n"));
  CHECK(answer.status == CompileStatus::numeric_error);
}

TEST_CASE("corpus bench: what does not load, or lacks the function, is a load error",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  const auto junk = bench(1).run(tiny_unit(), dir.write("junk.so", "not a library"));
  CHECK(junk.status == CompileStatus::load_error);
  CHECK_FALSE(junk.why.empty());
  const auto other = bench(1).run(tiny_unit(), compiled(dir, "other", "int other;\n"));
  CHECK(other.status == CompileStatus::load_error);
}
