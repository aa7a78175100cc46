#include <catch2/catch.hpp>

#include "certsuite/workloads/compile_corpus.h"
#include "certsuite/workloads/factories.h"
#include "tests/support/recording_listener.h"
#include "tests/support/unit_bench.h"

using namespace rackproof;

TEST_CASE("compile corpus: the first units of the real corpus are right through the real compilers",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  testing::RecordingListener heard;
  heard.stop_at = "compile_corpus_mismatch_count";
  const auto outcome = run_compile_corpus(
      {.duration = std::chrono::seconds(60),
       .seed = 9,
       .directory = dir.path().string(),
       .stop = heard.stop.get_token()},
      heard, {find_host_compilers({}), make_corpus(9, 2), testing::unit_program()});
  REQUIRE(outcome);
  CHECK(outcome->canary == Canary{true, true});
  CHECK(outcome->self_check == SelfCheck::correct);
  for (const auto& mismatch : heard.mismatches) {
    INFO(mismatch.where << ": " << mismatch.actual);
    CHECK(false);
  }
}

TEST_CASE("compile corpus: its parameter chooses how many units, and it needs nothing of a plan",
          "[workloads][corpus]") {
  const auto workload = make_compile_corpus();
  CHECK(workload->parameters() == std::vector<std::string_view>{"units"});
  CHECK(workload->needs({}).empty());
}
