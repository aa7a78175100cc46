#include "certsuite/workloads/power_step.h"

#include <algorithm>
#include <chrono>

#include <catch2/catch.hpp>

#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/team.h"
#include "tests/support/host_grounds.h"
#include "tests/support/recording_listener.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

double largest(const std::vector<Window>& windows) {
  double value = 0;
  for (const auto& window : windows) {
    value = std::max(value, window.value);
  }
  return value;
}

TEST_CASE("power_step: a sound machine answers right under every wave and says which were run",
          "[workloads]") {
  testing::RecordingListener listener;
  const auto start = std::chrono::steady_clock::now();

  const auto outcome =
      run_power_step({.duration = 1s, .seed = 3}, listener, testing::little_host());

  CHECK(std::chrono::steady_clock::now() - start < 5s);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary == Canary{true, true});
  CHECK(outcome->mismatch_count == 0);
  CHECK(listener.warm_ups == 1);
  CHECK_FALSE(listener.windows_of("power_step_flops_per_second").empty());
  CHECK_FALSE(listener.windows_of("power_step_recovery_seconds").empty());
  REQUIRE_FALSE(listener.windows_of("power_step_mismatch_count").empty());
  CHECK(listener.windows_of("power_step_mismatch_count").front().value == 0);
  const auto waves = listener.fact_named("waves");
  CHECK_THAT(std::string(waves), Catch::Contains("10 Hz in-phase x "));
  CHECK_THAT(std::string(waves), Catch::Contains("10 Hz anti-phase x "));
}

TEST_CASE("power_step: a core that answers wrongly is named with its tile", "[workloads]") {
  testing::RecordingListener listener;
  listener.stop_when_wrong = true;
  const int core = allowed_processors().back();
  const auto ground = testing::little_host(std::make_unique<testing::KernelWithWrongCore>(core));

  const auto outcome = run_power_step(
      {.duration = 5s, .seed = 3, .stop = listener.stop.get_token()}, listener, ground);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  CHECK(outcome->canary == Canary{true, true});
  REQUIRE_FALSE(listener.mismatches.empty());
  const auto& first = listener.mismatches.front();
  CHECK(first.device == "node/cpu:" + std::to_string(core));
  CHECK_THAT(first.where, Catch::StartsWith("fp64 tile 0,0 row 2 column 3"));
  CHECK(first.expected != first.actual);
  CHECK_FALSE(first.mask.empty());
  CHECK(largest(listener.windows_of("power_step_mismatch_count")) > 0);
}

TEST_CASE("power_step: a member that does not come back to its rate shows in the recovery",
          "[workloads]") {
  testing::RecordingListener listener;
  testing::HeatingListener heating(listener, 0);
  const auto ground =
      testing::little_host(std::make_unique<testing::ThrottlingKernel>(heating.hot));

  REQUIRE(run_power_step({.duration = 1s, .seed = 3, .threads = 1}, heating, ground));

  // What is told is how long that has lasted, over all the waves since.
  const auto windows = listener.windows_of("power_step_recovery_seconds");
  REQUIRE_FALSE(windows.empty());
  CHECK(windows.back().value > 0.1);
}

TEST_CASE("power_step: a canary that disappears is told as missed", "[workloads]") {
  testing::RecordingListener listener;
  auto ground = testing::little_host();
  ground.hide = testing::hide_product_canary;
  const auto outcome = run_power_step({.duration = 50ms}, listener, ground);
  REQUIRE(outcome);
  CHECK(outcome->canary == Canary{true, false});
}

TEST_CASE(
    "power_step: one processor says that nothing stood against it, a short phase that only "
    "the telegraph was run",
    "[workloads]") {
  testing::RecordingListener listener;
  REQUIRE(run_power_step({.duration = 200ms, .threads = 1}, listener, testing::little_host()));
  CHECK(listener.fact_named("anti_phase") == "one processor alone");
  CHECK_THAT(std::string(listener.fact_named("waves")), Catch::StartsWith("telegraph x "));
}

TEST_CASE("power_step: a stop before the start still ends with an outcome and a canary",
          "[workloads]") {
  testing::RecordingListener listener;
  std::stop_source source;
  source.request_stop();
  const auto outcome = run_power_step({.duration = 60s, .stop = source.get_token()}, listener,
                                      testing::little_host());
  REQUIRE(outcome);
  CHECK(outcome->canary == Canary{true, true});
}

TEST_CASE("power_step: runs on this machine as it is", "[workloads]") {
  testing::RecordingListener listener;
  const auto outcome = make_power_step()->run({.duration = 500ms, .seed = 1}, listener);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary.caught);
}

}  // namespace
}  // namespace rackproof
