#include "certsuite/workloads/mem_pattern.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "certsuite/workloads/factories.h"
#include "tests/support/recording_listener.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kLittleMemory = 32 << 20;

TEST_CASE("mem_pattern: sound memory holds every pattern, and the canary is caught",
          "[workloads]") {
  testing::RecordingListener listener;
  const auto start = std::chrono::steady_clock::now();

  const auto outcome =
      run_mem_pattern({.duration = 1s, .seed = 9}, listener, {.memory_bytes = kLittleMemory});

  CHECK(std::chrono::steady_clock::now() - start < 1500ms);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary == Canary{true, true});
  CHECK(outcome->checks > 1'000'000);
  CHECK(listener.windows_of("mem_pattern_bytes_per_second").size() >= 3);
  for (const auto& window : listener.windows_of("mem_pattern_tested_bytes")) {
    CHECK(window.device == "node/memory");
    CHECK(window.value <= kLittleMemory / 4);
    CHECK(window.value > 0);
  }
}

TEST_CASE("mem_pattern: a cell that loses a bit between two sweeps is named by its offset",
          "[workloads]") {
  testing::RecordingListener listener;
  const PatternGround ground{.memory_bytes = kLittleMemory,
                             .disturb = [](std::span<std::uint64_t> words, int sweep) {
                               if (sweep == 3) {
                                 words[1025] ^= 0x8000;
                               }
                             }};

  const auto outcome = run_mem_pattern({.duration = 2s, .seed = 9, .threads = 1}, listener, ground);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  CHECK(outcome->mismatch_count == 1);
  REQUIRE(listener.mismatches.size() == 1);
  const auto& mismatch = listener.mismatches.front();
  CHECK(mismatch.device == "node/memory");
  CHECK_THAT(mismatch.where, Catch::StartsWith("offset 0x0000000000002008 of the region"));
  CHECK(mismatch.mask == "0x0000000000008000");
  double counted = 0;
  for (const auto& window : listener.windows_of("mem_pattern_mismatch_count")) {
    counted += window.value;
  }
  CHECK(counted == 1);
}

TEST_CASE("mem_pattern: a stop at once still leaves an outcome with its canary", "[workloads]") {
  testing::RecordingListener listener;
  std::stop_source source;
  source.request_stop();
  const auto outcome = run_mem_pattern({.duration = 60s, .stop = source.get_token()}, listener,
                                       {.memory_bytes = kLittleMemory});
  REQUIRE(outcome);
  CHECK(outcome->canary == Canary{true, true});
}

TEST_CASE("mem_pattern: a machine with hardly any memory left still has a region", "[workloads]") {
  testing::RecordingListener listener;
  const auto outcome = run_mem_pattern({.duration = 200ms}, listener, {.memory_bytes = 0});
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
}

TEST_CASE("mem_pattern: runs on this machine as it is", "[workloads]") {
  testing::RecordingListener listener;
  const auto outcome =
      make_mem_pattern()->run({.duration = 1s, .parameters = {{"memory_share", 0.002}}}, listener);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
}

}  // namespace
}  // namespace rackproof
