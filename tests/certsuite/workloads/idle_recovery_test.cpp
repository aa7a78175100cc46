#include "certsuite/workloads/idle_recovery.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/team.h"
#include "tests/support/host_grounds.h"
#include "tests/support/recording_listener.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

TEST_CASE("idle_recovery: a sound machine wakes, answers right and keeps its pattern",
          "[workloads]") {
  testing::RecordingListener listener;
  const auto start = std::chrono::steady_clock::now();

  const auto outcome =
      run_idle_recovery({.duration = 1s, .seed = 3}, listener, testing::little_host());

  CHECK(std::chrono::steady_clock::now() - start < 5s);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary == Canary{true, true});
  CHECK(listener.warm_ups == 1);
  const auto seconds = listener.windows_of("idle_recovery_seconds");
  REQUIRE_FALSE(seconds.empty());
  REQUIRE(listener.windows_of("idle_recovery_rate_ratio").size() == seconds.size());
  CHECK(listener.windows_of("idle_recovery_rate_ratio").front().value > 0);
  CHECK(listener.windows_of("idle_recovery_mismatch_count").back().value == 0);
  CHECK(listener.fact_named("idle_stretches") == std::to_string(seconds.size()));
}

TEST_CASE("idle_recovery: a word that changed while the host was idle is named with its address",
          "[workloads]") {
  testing::RecordingListener listener;
  auto ground = testing::little_host();
  ground.disturb = [](std::span<std::uint64_t> words) { words[1000] ^= 0x10; };

  const auto outcome = run_idle_recovery({.duration = 300ms}, listener, ground);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  CHECK(outcome->canary == Canary{true, true});
  REQUIRE_FALSE(listener.mismatches.empty());
  const auto& first = listener.mismatches.front();
  CHECK(first.device == "node/memory");
  CHECK_THAT(first.where, Catch::StartsWith("offset 0x0000000000001f40 of the region"));
  CHECK(first.mask == "0x0000000000000010");
  CHECK(first.expected != first.actual);
  for (const auto& window : listener.windows_of("idle_recovery_mismatch_count")) {
    CHECK(window.value == 1);
  }
}

TEST_CASE("idle_recovery: a core that answers wrongly is named", "[workloads]") {
  testing::RecordingListener listener;
  listener.stop_when_wrong = true;
  const int core = allowed_processors().back();
  const auto ground = testing::little_host(std::make_unique<testing::KernelWithWrongCore>(core));

  const auto outcome = run_idle_recovery(
      {.duration = 5s, .parameters = {{"idle_seconds", 0.01}}, .stop = listener.stop.get_token()},
      listener, ground);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  REQUIRE_FALSE(listener.mismatches.empty());
  CHECK(listener.mismatches.front().device == "node/cpu:" + std::to_string(core));
}

TEST_CASE("idle_recovery: a member that stays slow after an idle stretch is seen", "[workloads]") {
  testing::RecordingListener listener;
  testing::HeatingListener heating(listener, 0);
  const auto ground =
      testing::little_host(std::make_unique<testing::ThrottlingKernel>(heating.hot));

  REQUIRE(run_idle_recovery({.duration = 1s, .threads = 1}, heating, ground));

  const auto seconds = listener.windows_of("idle_recovery_seconds");
  const auto ratios = listener.windows_of("idle_recovery_rate_ratio");
  REQUIRE_FALSE(seconds.empty());
  CHECK(seconds.back().value > 0.1);  // longer than a load: the waiting goes on in the next
  CHECK(ratios.back().value < 0.9);
}

TEST_CASE("idle_recovery: a canary that disappears is told as missed", "[workloads]") {
  testing::RecordingListener listener;
  auto ground = testing::little_host();
  ground.hide = testing::hide_product_canary;
  const auto outcome = run_idle_recovery({.duration = 50ms}, listener, ground);
  REQUIRE(outcome);
  CHECK(outcome->canary == Canary{true, false});
}

TEST_CASE("idle_recovery: runs on this machine as it is", "[workloads]") {
  testing::RecordingListener listener;
  const auto outcome = make_idle_recovery()->run({.duration = 500ms, .seed = 1}, listener);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary.caught);
}

}  // namespace
}  // namespace rackproof
