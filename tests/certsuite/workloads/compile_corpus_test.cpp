#include "certsuite/workloads/compile_corpus.h"

#include <catch2/catch.hpp>

#include "tests/support/compiled_unit.h"
#include "tests/support/recording_listener.h"
#include "tests/support/tiny_unit.h"

using namespace rackproof;
using testing::RecordingListener;
using testing::tiny_unit;

namespace {

/// One run with everything that it said.
struct Run {
  Run(const std::vector<HostCompiler>& compilers, const std::vector<CorpusUnit>& units,
      std::chrono::nanoseconds duration = std::chrono::seconds(2))
      : outcome(run_compile_corpus(
            {.duration = duration, .seed = 1, .threads = 1, .directory = dir.path().string()},
            heard, compilers, units)) {}

  testing::TempDir dir;
  RecordingListener heard;
  Result<WorkloadOutcome> outcome;
};

/// A compiler that does `before` to its arguments and calls the real one.
HostCompiler wrapped(const testing::TempDir& dir, const std::string& before) {
  const auto path = dir.write(
      "wrapped", "#!/bin/sh\n" + before + "\nexec " + testing::any_compiler().path + " \"$@\"\n");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return {"wrapped", path, "", ""};
}

double sum_of(const RecordingListener& heard, std::string_view metric) {
  double sum = 0;
  for (const auto& window : heard.windows_of(metric)) {
    sum += window.value;
  }
  return sum;
}

}  // namespace

TEST_CASE("compile corpus: an honest compiler passes and the planted fault is caught",
          "[workloads][corpus]") {
  const Run result({testing::any_compiler()}, {tiny_unit()});
  REQUIRE(result.outcome);
  CHECK(result.outcome->self_check == SelfCheck::correct);
  CHECK(result.outcome->canary == Canary{true, true});
  CHECK(result.outcome->mismatch_count == 0);
  CHECK(sum_of(result.heard, "compile_corpus_failed_count") == 0);
  CHECK_FALSE(result.heard.windows_of("compile_corpus_mismatch_count").empty());
  CHECK(result.heard.windows_of("compile_corpus_compile_seconds").size() >= 3);
  const auto name = testing::any_compiler().name;
  CHECK_THAT(std::string(result.heard.fact_named("tiny " + name + " -O2")),
             Catch::StartsWith("ok: sha256 "));
  CHECK_FALSE(result.heard.fact_named("tiny " + name + " -O3 -march=native").empty());
}

TEST_CASE("compile corpus: a compiler that miscompiles is a wrong answer", "[workloads][corpus]") {
  const testing::TempDir dir;
  const Run result({wrapped(dir, "for f in *.c; do sed -i 's/ + 7/ + 8/' $f; done")},
                   {tiny_unit()});
  REQUIRE(result.outcome);
  CHECK(result.outcome->self_check == SelfCheck::wrong_answer);
  CHECK(sum_of(result.heard, "compile_corpus_mismatch_count") > 0);
  CHECK_THAT(result.heard.mismatches.at(0).where, Catch::StartsWith("tiny wrapped -O2, tiny"));
  CHECK_THAT(std::string(result.heard.fact_named("tiny wrapped -O0")),
             Catch::StartsWith("numeric_error: byte: not 12"));
}

TEST_CASE("compile corpus: a compiler that fails is counted and the others go on",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  const Run result({wrapped(dir, "echo broken >&2; exit 1"), testing::any_compiler()},
                   {tiny_unit()});
  REQUIRE(result.outcome);
  CHECK(result.outcome->self_check == SelfCheck::correct);
  CHECK(result.outcome->canary.caught);
  const auto windows = result.heard.windows_of("compile_corpus_failed_count");
  REQUIRE_FALSE(windows.empty());
  CHECK(windows[0].value == 3);
  CHECK_THAT(std::string(result.heard.fact_named("tiny wrapped -O2")),
             Catch::StartsWith("compile_error: broken"));
}

TEST_CASE("compile corpus: where nothing compiles, the judges themselves are tried",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  const Run result({wrapped(dir, "exit 1")}, {tiny_unit()});
  REQUIRE(result.outcome);
  CHECK(result.outcome->canary == Canary{true, true});
  CHECK(result.outcome->self_check == SelfCheck::not_run);
  CHECK(sum_of(result.heard, "compile_corpus_failed_count") > 0);
}

TEST_CASE("compile corpus: a judge that lets everything pass misses the canary",
          "[workloads][corpus]") {
  auto unit = tiny_unit();
  unit.cases[0].judge = [](std::span<const std::byte>) { return std::string(); };
  const Run result({testing::any_compiler()}, {unit});
  REQUIRE(result.outcome);
  CHECK(result.outcome->canary == Canary{true, false});
}

TEST_CASE("compile corpus: without a compiler it is skipped and says why", "[workloads][corpus]") {
  const Run result({}, {tiny_unit()});
  REQUIRE(result.outcome);
  CHECK_THAT(result.outcome->skipped, Catch::StartsWith("no C compiler found"));
  CHECK(result.heard.windows.empty());
}

TEST_CASE("compile corpus: what the time did not reach is not judged", "[workloads][corpus]") {
  const testing::TempDir dir;
  const Run result({wrapped(dir, "sleep 0.3")}, {tiny_unit()}, std::chrono::milliseconds(500));
  REQUIRE(result.outcome);
  CHECK(result.heard.windows_of("compile_corpus_failed_count").empty());
}

TEST_CASE("compile corpus: nothing stays in its directory", "[workloads][corpus]") {
  const testing::TempDir dir;
  RecordingListener heard;
  REQUIRE(run_compile_corpus(
      {.duration = std::chrono::seconds(1), .threads = 1, .directory = dir.path().string()}, heard,
      {testing::any_compiler()}, {tiny_unit()}));
  CHECK(std::filesystem::is_empty(dir.path()));
}
