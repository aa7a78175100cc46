#include "certsuite/workloads/corpus_bench.h"

#include <catch2/catch.hpp>

#include "certsuite/workloads/team.h"
#include "tests/support/compiled_unit.h"
#include "tests/support/tiny_unit.h"
#include "tests/support/unit_bench.h"

using namespace rackproof;
using testing::compiled;
using testing::tiny_unit;

namespace {

/// What `text`, compiled, does on `threads` members in the place of `unit`.
UnitAnswer answer_of(std::string_view text, int threads, const CorpusUnit& unit = tiny_unit(),
                     std::chrono::nanoseconds deadline = std::chrono::seconds(30)) {
  const testing::TempDir dir;
  auto artefact = testing::artefact_in(dir, compiled(dir, "unit", text));
  artefact.deadline = deadline;
  CorpusBench bench({testing::unit_program(), threads}, dir.path().string());
  auto answer = bench.run(unit, artefact);
  REQUIRE(answer);
  return std::move(*answer);
}

std::string unit_that(const std::string& does) {
  return "void rackproof_unit(const void *in, void *out, void *s) {\n  " + does + "\n}\n";
}

}  // namespace

TEST_CASE("corpus bench: a right unit is run three times on every member", "[workloads][corpus]") {
  const auto answer = answer_of(tiny_unit().text, 3);
  CHECK(answer.status == CompileStatus::ok);
  CHECK(answer.executions == 9);
  CHECK(answer.wrong.empty());
  REQUIRE(answer.digests.size() == 1);
  CHECK(answer.digests[0].size() == 64);
}

TEST_CASE("corpus bench: a wrong answer is told once for each execution, with its processor",
          "[workloads][corpus]") {
  const auto answer = answer_of(unit_that("*(unsigned char *)out = 11;"), 2);
  CHECK(answer.status == CompileStatus::numeric_error);
  CHECK(answer.why == "tiny, byte: not 12");
  REQUIRE(answer.wrong.size() == 6);
  CHECK_THAT(answer.wrong[0].device, Catch::StartsWith("node/cpu:"));
  CHECK(answer.wrong[1].where == "tiny, byte, repeat 2");
  CHECK_THAT(answer.wrong[1].actual, Catch::EndsWith(": not 12"));
}

TEST_CASE("corpus bench: outputs that differ from run to run are wrong though each may be right",
          "[workloads][corpus]") {
  auto unit = tiny_unit();
  unit.cases[0].judge = [](std::span<const std::byte>) { return std::string(); };
  const auto answer = answer_of(
      "static int calls;\n" + unit_that("*(unsigned char *)out = (unsigned char)calls++;"), 1,
      unit);
  CHECK(answer.status == CompileStatus::nondeterministic);
  CHECK(answer.wrong.size() == 2);
}

TEST_CASE("corpus bench: a unit that writes nothing is wrong", "[workloads][corpus]") {
  CHECK(answer_of(unit_that(""), 1).status == CompileStatus::numeric_error);
}

TEST_CASE(
    "corpus bench: a unit that crashes is an execution error on each processor that it "
    "crashes on",
    "[workloads][corpus]") {
  const auto answer = answer_of(unit_that("*(volatile int *)8 = 1;"), 2);
  CHECK(answer.status == CompileStatus::exec_error);
  CHECK_THAT(answer.why, Catch::StartsWith("tiny, byte: ended "));
  REQUIRE(answer.wrong.size() == 2);
  for (const auto& mismatch : answer.wrong) {
    CHECK_THAT(mismatch.device, Catch::StartsWith("node/cpu:"));
    CHECK(mismatch.where == "tiny, byte");
    CHECK(mismatch.expected == "an output");
    CHECK_THAT(mismatch.actual, Catch::StartsWith("ended "));
  }
}

TEST_CASE("corpus bench: a crash on one processor alone names that processor",
          "[workloads][corpus]") {
  const auto processors = allowed_processors();
  if (processors.size() < 2) {
    WARN("one processor only: nothing to tell apart");
    return;
  }
  const auto answer = answer_of(
      "extern int sched_getcpu(void);\n" +
          unit_that("*(unsigned char *)out = *(const unsigned char *)in + 7;\n  if (sched_getcpu() "
                    "== " +
                    std::to_string(processors[1]) + ") *(volatile int *)8 = 1;"),
      2);
  CHECK(answer.status == CompileStatus::exec_error);
  REQUIRE(answer.wrong.size() == 1);
  CHECK(answer.wrong[0].device == "node/cpu:" + std::to_string(processors[1]));
}

TEST_CASE("corpus bench: a unit that never ends is ended at its deadline", "[workloads][corpus]") {
  const auto answer = answer_of(unit_that("for (volatile int i = 0;; i = 1) {}"), 1, tiny_unit(),
                                std::chrono::milliseconds(300));
  CHECK(answer.status == CompileStatus::timeout);
  REQUIRE(answer.wrong.size() == 1);
  CHECK(answer.wrong[0].device == "node");
  CHECK(answer.wrong[0].actual == "did not end in time");
}

TEST_CASE("corpus bench: what does not load, or lacks the function, is a load error",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  CorpusBench bench({testing::unit_program(), 1}, dir.path().string());
  const auto junk =
      bench.run(tiny_unit(), testing::artefact_in(dir, dir.write("junk.so", "not a library")));
  REQUIRE(junk);
  CHECK(junk->status == CompileStatus::load_error);
  CHECK_FALSE(junk->why.empty());
  CHECK(answer_of("int other;\n", 1).status == CompileStatus::load_error);
}

TEST_CASE("corpus bench: without the program that runs units there is an error, no answer",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  CorpusBench bench({{"/nonexistent/program"}, 1}, dir.path().string());
  CHECK_FALSE(bench.run(tiny_unit(), testing::artefact_in(dir, dir.at("none.so"))));
}
