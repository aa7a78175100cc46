#include "certsuite/workloads/compile_corpus.h"

#include <catch2/catch.hpp>

#include "tests/support/fake_compiler.h"
#include "tests/support/recording_listener.h"
#include "tests/support/tiny_unit.h"
#include "tests/support/unit_bench.h"

using namespace rackproof;
using testing::RecordingListener;
using testing::tiny_unit;
using testing::wrapped;

namespace {

constexpr std::string_view kFirstLap = "compile_corpus_mismatch_count";
constexpr std::string_view kSecondLap = "compile_corpus_repeated_count";

/// One run with everything that it said. It ends with the lap that tells `stop_at`.
struct Run {
  Run(const std::vector<HostCompiler>& compilers, const std::vector<CorpusUnit>& units,
      std::chrono::nanoseconds duration = std::chrono::seconds(60),
      std::string_view stop_at = kFirstLap) {
    heard.stop_at = stop_at;
    outcome = run_compile_corpus({.duration = duration,
                                  .seed = 1,
                                  .threads = 1,
                                  .directory = dir.path().string(),
                                  .stop = heard.stop.get_token()},
                                 heard, {compilers, units, testing::unit_program()});
  }

  testing::TempDir dir;
  RecordingListener heard;
  Result<WorkloadOutcome> outcome = WorkloadOutcome{};
};

/// Nothing is judged, so nothing is told that could end it.
constexpr auto kNothingToTell = std::chrono::seconds(1);

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
             Catch::StartsWith("ok: output ") && Catch::Contains("equal in 3 executions"));
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
             Catch::StartsWith("numeric_error: tiny, byte: not 12"));
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

TEST_CASE(
    "compile corpus: a unit that crashes is named with compiler, level and processor, and the "
    "others go on",
    "[workloads][corpus]") {
  const testing::TempDir dir;
  const auto crash = "sed -i 's/(void)scratch;/if (1) { *(volatile int *)8 = 1; }/' *.c";
  const Run result({wrapped(dir, crash), testing::any_compiler()}, {tiny_unit()});
  REQUIRE(result.outcome);
  CHECK(result.outcome->self_check == SelfCheck::wrong_answer);
  CHECK(result.outcome->canary.caught);
  REQUIRE_FALSE(result.heard.mismatches.empty());
  CHECK_THAT(result.heard.mismatches[0].where, Catch::StartsWith("tiny wrapped -O2, tiny, byte"));
  CHECK_THAT(result.heard.mismatches[0].device, Catch::StartsWith("node/cpu:"));
  CHECK_THAT(std::string(result.heard.fact_named("tiny wrapped -O2")),
             Catch::StartsWith("exec_error: tiny, byte: ended "));
  CHECK_THAT(std::string(result.heard.fact_named("tiny " + testing::any_compiler().name + " -O2")),
             Catch::StartsWith("ok: "));
}

TEST_CASE("compile corpus: a level that a compiler does not know is no failure",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  const auto old =
      "case \"$*\" in *-march=native*) echo \"bad value for '-march=' switch\" >&2; "
      "exit 1;; esac";
  const Run result({wrapped(dir, old)}, {tiny_unit()});
  REQUIRE(result.outcome);
  CHECK(result.outcome->self_check == SelfCheck::correct);
  CHECK_FALSE(result.heard.windows_of("compile_corpus_failed_count").empty());
  CHECK(sum_of(result.heard, "compile_corpus_failed_count") == 0);
  CHECK_THAT(std::string(result.heard.fact_named("tiny wrapped -O3 -march=native")),
             Catch::StartsWith("unsupported: "));
}

TEST_CASE("compile corpus: a compiler that does not know the common flags judges nothing",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  const auto odd = "echo \"error: unknown argument: '-fno-fast-math'\" >&2; exit 1";
  const Run result({wrapped(dir, odd), testing::any_compiler()}, {tiny_unit()}, kNothingToTell);
  REQUIRE(result.outcome);
  CHECK(result.heard.windows_of("compile_corpus_failed_count").empty());
  CHECK(result.heard.windows_of("compile_corpus_mismatch_count").empty());
}

TEST_CASE("compile corpus: a compiler without its linker is not judged; alone, the work is skipped",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  const auto lame = wrapped(dir, "echo \"collect2: fatal error: cannot find 'ld'\" >&2; exit 1");
  const Run beside({lame, testing::any_compiler()}, {tiny_unit()}, kNothingToTell);
  REQUIRE(beside.outcome);
  CHECK(beside.outcome->skipped.empty());
  CHECK(beside.heard.windows_of("compile_corpus_failed_count").empty());
  CHECK_THAT(std::string(beside.heard.fact_named("tiny wrapped -O2")),
             Catch::StartsWith("tool_missing: "));
  const Run alone({lame}, {tiny_unit()}, kNothingToTell);
  REQUIRE(alone.outcome);
  CHECK_THAT(alone.outcome->skipped,
             Catch::StartsWith("no C compiler is complete: wrapped: collect2"));
  CHECK(alone.outcome->self_check == SelfCheck::not_run);
}

TEST_CASE("compile corpus: crash, memory and load errors are failures with their own names",
          "[workloads][corpus]") {
  struct Fault {
    const char* script;
    const char* status;
  };
  for (const auto& [script, status] :
       {Fault{"echo 'internal compiler error: x' >&2; exit 4", "compiler_crash: "},
        Fault{"echo 'cc1: out of memory allocating 9 bytes' >&2; exit 1", "out_of_memory: "},
        Fault{"while [ \"$1\" != -o ]; do shift; done; echo junk > $2; exit 0", "load_error: "}}) {
    const testing::TempDir dir;
    const Run result({wrapped(dir, script)}, {tiny_unit()});
    REQUIRE(result.outcome);
    CHECK_THAT(std::string(result.heard.fact_named("tiny wrapped -O0")), Catch::StartsWith(status));
    CHECK(result.heard.windows_of("compile_corpus_failed_count").at(0).value == 3);
  }
}

TEST_CASE(
    "compile corpus: a level whose output differs from the others is wrong though its judge "
    "lets it pass",
    "[workloads][corpus]") {
  const testing::TempDir dir;
  auto unit = tiny_unit();
  unit.cases[0].judge = [](std::span<const std::byte> output) -> std::string {
    return output[0] == std::byte{12} || output[0] == std::byte{14} ? "" : "neither 12 nor 14";
  };
  const auto at_o0 = "case \"$*\" in *-O0*) sed -i 's/ + 7/ + 9/' *.c;; esac";
  const Run result({wrapped(dir, at_o0)}, {unit});
  REQUIRE(result.outcome);
  CHECK(result.outcome->self_check == SelfCheck::wrong_answer);
  REQUIRE_FALSE(result.heard.mismatches.empty());
  CHECK_THAT(result.heard.mismatches[0].where, Catch::StartsWith("tiny wrapped -O0"));
  CHECK_THAT(result.heard.mismatches[0].actual,
             Catch::Contains("differs from the output of tiny wrapped -O2"));
}

TEST_CASE("compile corpus: later laps compile the same again and count it", "[workloads][corpus]") {
  const Run result({testing::any_compiler()}, {tiny_unit()}, std::chrono::seconds(60), kSecondLap);
  REQUIRE(result.outcome);
  const auto repeated = result.heard.windows_of("compile_corpus_repeated_count");
  REQUIRE_FALSE(repeated.empty());
  CHECK(repeated[0].value == 3);
  CHECK(result.outcome->self_check == SelfCheck::correct);
}

TEST_CASE("compile corpus: a compiler that fails in every lap does not flood the step",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  const Run result({wrapped(dir, "exit 1")}, {tiny_unit(), tiny_unit()}, std::chrono::seconds(1),
                   "");
  REQUIRE(result.outcome);
  CHECK(result.heard.facts.size() < 400);
}

TEST_CASE("compile corpus: nothing stays in its directory", "[workloads][corpus]") {
  const testing::TempDir dir;
  RecordingListener heard;
  REQUIRE(run_compile_corpus(
      {.duration = std::chrono::seconds(1), .threads = 1, .directory = dir.path().string()}, heard,
      {{testing::any_compiler()}, {tiny_unit()}, testing::unit_program()}));
  const std::filesystem::directory_iterator left(dir.path());
  for (const auto& entry : left) {
    CHECK(entry.path().filename() == "tiny.0");  // its input, for every lap
  }
}
