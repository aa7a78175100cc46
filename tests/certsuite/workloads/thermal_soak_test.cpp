#include "certsuite/workloads/thermal_soak.h"

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

TEST_CASE("thermal_soak: a sound machine answers right and its rate is held against its first",
          "[workloads]") {
  testing::RecordingListener listener;
  const auto start = std::chrono::steady_clock::now();

  const auto outcome =
      run_thermal_soak({.duration = 1s, .seed = 3}, listener, testing::little_host());

  CHECK(std::chrono::steady_clock::now() - start < 5s);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary == Canary{true, true});
  CHECK(listener.warm_ups == 1);
  const auto rates = listener.windows_of("thermal_soak_flops_per_second");
  const auto ratios = listener.windows_of("thermal_soak_rate_ratio");
  REQUIRE_FALSE(rates.empty());
  CHECK(ratios.size() + 3 == std::max<std::size_t>(3, rates.size()));
  CHECK(listener.windows_of("thermal_soak_mismatch_count").size() == rates.size());
  CHECK_FALSE(listener.fact_named("memory_mean_rate").empty());
}

TEST_CASE("thermal_soak: a host that throttles falls below its first rate", "[workloads]") {
  testing::RecordingListener listener;
  testing::HeatingListener heating(listener, 3);
  const auto ground =
      testing::little_host(std::make_unique<testing::ThrottlingKernel>(heating.hot));

  REQUIRE(run_thermal_soak({.duration = 2s, .threads = 1}, heating, ground));

  const auto ratios = listener.windows_of("thermal_soak_rate_ratio");
  REQUIRE_FALSE(ratios.empty());
  CHECK(ratios.back().value < 0.7);
}

TEST_CASE("thermal_soak: a core and a memory that answer wrongly are both named", "[workloads]") {
  testing::RecordingListener listener;
  listener.stop_when_wrong = true;
  const int core = allowed_processors().back();
  auto ground = testing::little_host(std::make_unique<testing::KernelWithWrongCore>(core));
  ground.triad = testing::forgetful_triad();

  const auto outcome =
      run_thermal_soak({.duration = 5s, .stop = listener.stop.get_token()}, listener, ground);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  CHECK(outcome->canary == Canary{true, true});
  bool of_core = false;
  bool of_memory = false;
  for (const auto& wrong : listener.mismatches) {
    of_core = of_core || wrong.device == "node/cpu:" + std::to_string(core);
    of_memory = of_memory || (wrong.device == "node/memory" && !wrong.mask.empty());
  }
  CHECK(of_core);
  CHECK(of_memory);
  const auto counts = listener.windows_of("thermal_soak_mismatch_count");
  REQUIRE_FALSE(counts.empty());
  CHECK(counts.back().value > 0);
}

TEST_CASE("thermal_soak: a canary that disappears is told as missed", "[workloads]") {
  testing::RecordingListener listener;
  auto ground = testing::little_host();
  ground.hide = testing::hide_product_canary;
  const auto outcome = run_thermal_soak({.duration = 50ms}, listener, ground);
  REQUIRE(outcome);
  CHECK(outcome->canary == Canary{true, false});
}

TEST_CASE("thermal_soak: runs on this machine as it is", "[workloads]") {
  testing::RecordingListener listener;
  const auto outcome = make_thermal_soak()->run({.duration = 500ms, .seed = 1}, listener);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary.caught);
}

}  // namespace
}  // namespace rackproof
