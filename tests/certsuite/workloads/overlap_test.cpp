#include "certsuite/workloads/overlap.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/team.h"
#include "tests/support/host_grounds.h"
#include "tests/support/recording_listener.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

TEST_CASE("overlap: a sound machine answers right and both rates are measured together",
          "[workloads]") {
  testing::RecordingListener listener;
  const auto start = std::chrono::steady_clock::now();

  const auto outcome =
      run_overlap({.duration = 1s, .seed = 3, .threads = 2}, listener, testing::little_host());

  CHECK(std::chrono::steady_clock::now() - start < 5s);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary == Canary{true, true});
  CHECK(listener.warm_ups == 1);
  const auto flops = listener.windows_of("overlap_flops_per_second");
  const auto bytes = listener.windows_of("overlap_bytes_per_second");
  REQUIRE_FALSE(flops.empty());
  REQUIRE(bytes.size() == flops.size());
  CHECK(bytes.front().device == "node/memory");
  CHECK(bytes.front().value > 0);
  CHECK_THAT(std::string(listener.fact_named("halves")), Catch::StartsWith("one multiplies"));
}

TEST_CASE("overlap: every processor multiplies in one of the turns, so a wrong one is named",
          "[workloads]") {
  for (const int core : {allowed_processors().front(), allowed_processors().back()}) {
    testing::RecordingListener listener;
    listener.stop_when_wrong = true;
    const auto ground = testing::little_host(std::make_unique<testing::KernelWithWrongCore>(core));

    const auto outcome =
        run_overlap({.duration = 5s, .stop = listener.stop.get_token()}, listener, ground);

    REQUIRE(outcome);
    CHECK(outcome->self_check == SelfCheck::wrong_answer);
    CHECK(outcome->canary == Canary{true, true});
    REQUIRE_FALSE(listener.mismatches.empty());
    CHECK(listener.mismatches.front().device == "node/cpu:" + std::to_string(core));
    const auto counts = listener.windows_of("overlap_mismatch_count");
    REQUIRE_FALSE(counts.empty());
    CHECK(counts.back().value > 0);
  }
}

TEST_CASE("overlap: a store that never arrives is named with its address", "[workloads]") {
  testing::RecordingListener listener;
  auto ground = testing::little_host();
  ground.triad = testing::forgetful_triad();

  const auto outcome = run_overlap({.duration = 300ms}, listener, ground);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  CHECK(outcome->canary == Canary{true, true});
  REQUIRE_FALSE(listener.mismatches.empty());
  const auto& first = listener.mismatches.front();
  CHECK(first.device == "node/memory");
  CHECK_THAT(first.where, Catch::Contains(" at offset 0x") && Catch::Contains("array of cpu"));
  CHECK(first.mask == first.expected);
}

TEST_CASE("overlap: one processor works turn by turn and says so", "[workloads]") {
  testing::RecordingListener listener;
  const auto outcome =
      run_overlap({.duration = 1s, .threads = 1}, listener, testing::little_host());
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(listener.fact_named("halves") ==
        "one processor: both works turn by turn, nothing overlaps");
  CHECK_FALSE(listener.windows_of("overlap_bytes_per_second").empty());
  CHECK_FALSE(listener.windows_of("overlap_flops_per_second").empty());
}

TEST_CASE("overlap: a canary that disappears is told as missed", "[workloads]") {
  testing::RecordingListener listener;
  auto ground = testing::little_host();
  ground.hide = testing::hide_product_canary;
  const auto outcome = run_overlap({.duration = 50ms}, listener, ground);
  REQUIRE(outcome);
  CHECK(outcome->canary == Canary{true, false});
}

TEST_CASE("overlap: runs on this machine as it is", "[workloads]") {
  testing::RecordingListener listener;
  const auto outcome = make_overlap()->run({.duration = 500ms, .seed = 1}, listener);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary.caught);
}

}  // namespace
}  // namespace rackproof
