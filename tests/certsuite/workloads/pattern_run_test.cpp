#include "certsuite/workloads/pattern_run.h"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/recording_listener.h"
#include "tests/support/temp_dir.h"

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

TEST_CASE("mem_pattern: a cell that fades while the region is left alone is named by its pattern",
          "[workloads]") {
  testing::RecordingListener listener;
  std::span<std::uint64_t> region;
  std::vector<double> waits;
  const PatternGround ground{
      .memory_bytes = kLittleMemory,
      .disturb = [&](std::span<std::uint64_t> words, int) { region = words; },
      .rest =
          [&](double seconds) {
            waits.push_back(seconds);
            region[77] &= ~std::uint64_t{0x10};
          }};

  const auto outcome = run_mem_pattern(
      {.duration = 2s, .seed = 9, .threads = 1, .parameters = {{"fade_seconds", 0.25}}}, listener,
      ground);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  REQUIRE(waits.size() >= 2);
  CHECK(waits[0] == 0.25);
  CHECK(listener.fact_named("fade_wait_seconds") == "0.25");
  CHECK(listener.fact_named("fade_waits") == std::to_string(waits.size()));
  REQUIRE_FALSE(listener.mismatches.empty());
  CHECK_THAT(listener.mismatches[0].where, Catch::Contains("bit fade, ones"));
  CHECK(listener.mismatches[0].mask == "0x0000000000000010");
}

TEST_CASE("mem_pattern: a short phase leaves nothing alone and says so", "[workloads]") {
  testing::RecordingListener listener;
  const PatternGround ground{.memory_bytes = kLittleMemory, .rest = [](double) { FAIL(); }};
  REQUIRE(run_mem_pattern({.duration = 300ms}, listener, ground));
  CHECK(listener.fact_named("fade_wait_seconds") == "0");
  CHECK(listener.fact_named("fade_waits") == "0");
}

TEST_CASE("mem_pattern: the share under test is told, and why it is less than was asked for",
          "[workloads]") {
  testing::RecordingListener listener;
  const PatternGround ground{.memory_bytes = std::uint64_t{256} << 20,
                             .left_bytes = [] { return std::uint64_t{100} << 20; }};

  const auto outcome = run_mem_pattern(
      {.duration = 1s, .threads = 1, .parameters = {{"memory_share", 0.9}}}, listener, ground);

  REQUIRE(outcome);
  CHECK_THAT(std::string(listener.fact_named("region_ended_early")),
             Catch::StartsWith("memory got short"));
  REQUIRE_FALSE(listener.windows_of("mem_pattern_tested_ratio").empty());
  for (const auto& window : listener.windows_of("mem_pattern_tested_ratio")) {
    CHECK(window.value <= 8.0 / 256);
    CHECK(window.value > 0);
  }
}

TEST_CASE("mem_pattern: DIMMs whose error counts grew meanwhile are named", "[workloads]") {
  const testing::TempDir root;
  const std::string dimm = "sys/devices/system/edac/mc/mc0/dimm0";
  root.write(dimm + "/dimm_label", "DIMM_A1\n");
  root.write(dimm + "/dimm_ce_count", "0\n");
  root.write(dimm + "/dimm_ue_count", "0\n");
  const auto files = FileTree::open(root.path());
  REQUIRE(files);
  testing::RecordingListener listener;
  PatternGround ground{.memory_bytes = kLittleMemory, .files = &*files};
  REQUIRE(run_mem_pattern({.duration = 200ms}, listener, ground));
  CHECK(listener.fact_named("dimm_errors_grown") == "none");

  testing::RecordingListener second;
  ground.disturb = [&](std::span<std::uint64_t> words, int sweep) {
    if (sweep == 2) {
      root.write(dimm + "/dimm_ce_count", "3\n");
      words[9] ^= 1;
    }
  };
  REQUIRE(run_mem_pattern({.duration = 500ms, .threads = 1}, second, ground));
  CHECK(second.fact_named("dimm_errors_grown") == "mc0/dimm0 'DIMM_A1': 3 corrected");
  REQUIRE(second.mismatches.size() == 1);
  CHECK_THAT(second.mismatches[0].where, Catch::Contains("in the only DIMM mc0/dimm0 'DIMM_A1'"));
}

}  // namespace
}  // namespace rackproof
