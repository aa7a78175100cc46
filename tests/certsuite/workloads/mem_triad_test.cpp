#include "certsuite/workloads/mem_triad.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "certsuite/workloads/factories.h"
#include "tests/support/recording_listener.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

TriadGround little_ground() {
  return {.memory_bytes = 64 << 20, .last_cache_bytes = 1 << 20, .kernels = triad_kernels()};
}

/// Forgets the last store of each call.
void forgetful_triad(double* to, const double* from, const double* other, double factor,
                     std::size_t count) {
  triad_kernels().front().run(to, from, other, factor, count);
  to[count - 1] = 0;
}

TEST_CASE("mem_triad: sound memory gives right results, a caught canary and windows",
          "[workloads]") {
  testing::RecordingListener listener;
  const auto start = std::chrono::steady_clock::now();

  const auto outcome = run_mem_triad({.duration = 1s}, listener, little_ground());

  CHECK(std::chrono::steady_clock::now() - start < 1500ms);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary == Canary{true, true});
  CHECK(listener.warm_ups == 1);
  const auto windows = listener.windows_of("mem_triad_bytes_per_second");
  CHECK(windows.size() >= 3);
  CHECK(windows.front().device == "node/memory");
  CHECK(listener.fact_named("arrays_four_times_cache") == "yes");
}

TEST_CASE("mem_triad: a store that never arrives is found, and the canary still told apart",
          "[workloads]") {
  testing::RecordingListener listener;
  auto ground = little_ground();
  ground.kernels = {{"forgetful", forgetful_triad}};

  const auto outcome = run_mem_triad({.duration = 1s, .threads = 1}, listener, ground);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  CHECK(outcome->canary == Canary{true, true});
  REQUIRE_FALSE(listener.mismatches.empty());
  CHECK_THAT(listener.mismatches.front().where, Catch::StartsWith("element 524287 at offset"));
}

TEST_CASE("mem_triad: little memory makes small arrays and says so", "[workloads]") {
  testing::RecordingListener listener;
  auto ground = little_ground();
  ground.memory_bytes = 4 << 20;
  ground.last_cache_bytes = 32 << 20;

  const auto outcome = run_mem_triad({.duration = 200ms}, listener, ground);

  REQUIRE(outcome);
  CHECK(outcome->canary.caught);
  CHECK(listener.fact_named("arrays_four_times_cache") == "no");
}

TEST_CASE("mem_triad: runs on this machine as it is", "[workloads]") {
  testing::RecordingListener listener;
  const auto outcome =
      make_mem_triad()->run({.duration = 1s, .parameters = {{"memory_share", 0.005}}}, listener);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
}

}  // namespace
}  // namespace rackproof
