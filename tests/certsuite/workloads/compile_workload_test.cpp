#include <catch2/catch.hpp>

#include "certsuite/workloads/factories.h"
#include "tests/support/recording_listener.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;

TEST_CASE("compile corpus: the real corpus through the real compilers is right",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  testing::RecordingListener heard;
  const auto outcome = make_compile_corpus()->run(
      {.duration = std::chrono::seconds(4), .seed = 9, .directory = dir.path().string()}, heard);
  REQUIRE(outcome);
  CHECK(outcome->canary == Canary{true, true});
  CHECK(outcome->self_check == SelfCheck::correct);
  for (const auto& mismatch : heard.mismatches) {
    INFO(mismatch.where << ": " << mismatch.actual);
    CHECK(false);
  }
}
