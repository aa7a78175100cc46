#include "certsuite/workloads/cpu_sdc.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <string>

#include <catch2/catch.hpp>
#include <sched.h>

#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/team.h"
#include "schemas/text.h"
#include "tests/support/recording_listener.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

/// Asked before any thread is pinned.
const int kLastProcessor = allowed_processors().back();

/// Right on every processor but the last allowed one, and there wrong now and then.
std::uint64_t mercurial(std::uint64_t seed) {
  const bool bad_core = sched_getcpu() == kLastProcessor;
  return bad_core && seed % 4 == 0 ? seed * 3 ^ 0x100 : seed * 3;
}

constexpr std::array<std::uint64_t, 1> kGolden{known_seed(0) * 3};

TEST_CASE("cpu_sdc: a sound machine agrees on every core, with rates for each", "[workloads]") {
  testing::RecordingListener listener;

  const auto outcome = make_cpu_sdc()->run({.duration = 4s, .seed = 4}, listener);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary == Canary{true, true});
  CHECK(outcome->checks > 100);
  for (const int processor : allowed_processors()) {
    const auto device = "node/cpu:" + std::to_string(processor);
    int windows = 0;
    for (const auto& window : listener.windows_of("cpu_sdc_operations_per_second")) {
      windows += window.device == device ? 1 : 0;
    }
    CHECK(windows > 0);
  }
}

TEST_CASE("cpu_sdc: a core that computes wrongly now and then is named", "[workloads]") {
  const std::array kernels{
      CpuKernel{.name = "mercurial", .run = mercurial, .golden = kGolden, .chain = 2000}};
  testing::RecordingListener listener;

  const auto outcome = run_cpu_sdc({.duration = 500ms, .seed = 4}, listener, kernels);

  REQUIRE(outcome);
  if (allowed_processors().size() == 1) {
    CHECK(outcome->self_check == SelfCheck::correct);  // wrong alike both times: only tables tell
    return;
  }
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  CHECK(outcome->canary == Canary{true, true});
  const auto bad = "node/cpu:" + std::to_string(kLastProcessor);
  REQUIRE_FALSE(listener.mismatches.empty());
  CHECK(std::any_of(listener.mismatches.begin(), listener.mismatches.end(),
                    [&](const Mismatch& each) { return each.device == bad; }));
  CHECK_THAT(listener.mismatches.front().where, Catch::StartsWith("kernel mercurial, seed 0x"));
}

/// Wrong on every processor in the first calls only, as a cold fault would be.
std::uint64_t wrong_while_cold(std::uint64_t seed) {
  static std::atomic<int> calls = 0;
  return seed * 3 ^ (++calls <= 2 ? 1U : 0U);
}

TEST_CASE("cpu_sdc: what is wrong at idle only says so and is counted in a window", "[workloads]") {
  const std::array kernels{
      CpuKernel{.name = "cold", .run = wrong_while_cold, .golden = kGolden, .chain = 100}};
  testing::RecordingListener listener;

  const auto outcome = run_cpu_sdc({.duration = 500ms, .seed = 4}, listener, kernels);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  REQUIRE_FALSE(listener.mismatches.empty());
  CHECK_THAT(listener.mismatches.front().where, Catch::EndsWith(", idle"));
  CHECK(listener.fact_named("idle_mismatches") == std::to_string(outcome->mismatch_count));
  CHECK(listener.fact_named("hot_mismatches") == "0");
  double counted = 0;
  for (const auto& window : listener.windows_of("cpu_sdc_mismatch_count")) {
    counted += window.value;
  }
  CHECK(counted == Approx(static_cast<double>(outcome->mismatch_count)));
}

TEST_CASE("cpu_sdc: the same kernels run at idle, after rests, and hot", "[workloads]") {
  testing::RecordingListener listener;
  const auto outcome = make_cpu_sdc()->run(
      {.duration = 4s, .seed = 4, .parameters = {{"idle_share", 0.5}}}, listener);
  REQUIRE(outcome);
  const auto idle_laps = parse_integer(listener.fact_named("idle_laps"));
  const auto hot_laps = parse_integer(listener.fact_named("hot_laps"));
  REQUIRE((idle_laps && hot_laps));
  CHECK(*idle_laps >= 1);
  CHECK(*hot_laps >= 1);
  CHECK(parse_double(listener.fact_named("idle_work_seconds")));
}

TEST_CASE("cpu_sdc: at idle it rests more than it works", "[workloads]") {
  double least = 1;
  for (int run = 0; run < 40 && least >= 0.25;
       ++run) {  // others may take the processor for a while
    testing::RecordingListener listener;
    REQUIRE(make_cpu_sdc()->run({.duration = 1s, .seed = 4, .parameters = {{"idle_share", 0.5}}},
                                listener));
    const auto worked = parse_double(listener.fact_named("idle_work_seconds"));
    REQUIRE(worked);
    least = std::min(least, *worked);
  }
  CHECK(least < 0.25);  // of the half second
}

/// Never the same answer twice.
std::uint64_t restless(std::uint64_t seed) {
  static_cast<void>(seed);
  return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
}

TEST_CASE("cpu_sdc: a processor that is alone is held against itself", "[workloads]") {
  const std::array kernels{
      CpuKernel{.name = "restless", .run = restless, .golden = {}, .chain = 1}};
  testing::RecordingListener listener;

  const auto outcome = run_cpu_sdc({.duration = 1s, .threads = 1}, listener, kernels);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  REQUIRE_FALSE(listener.mismatches.empty());
  CHECK_THAT(listener.mismatches.front().expected, Catch::Contains("no majority"));
}

}  // namespace
}  // namespace rackproof
