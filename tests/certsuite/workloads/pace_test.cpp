#include "certsuite/workloads/pace.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "tests/support/frozen_clock.h"
#include "tests/support/recording_listener.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

constexpr auto kRate = metrics::named("gemm_exact_flops_per_second");
constexpr auto kWrong = metrics::named("gemm_exact_mismatch_count");

TEST_CASE("pace: a run is over when its time is, or at once when a stop is asked for",
          "[workloads]") {
  testing::FrozenClock clock;
  std::stop_source source;
  const Effort effort{.duration = 10s, .stop = source.get_token()};
  const Pace pace(effort, clock);

  clock.advance(4s);
  CHECK(pace.elapsed_seconds() == Approx(4));
  CHECK(pace.left_seconds() == Approx(6));
  CHECK_FALSE(pace.is_over());
  clock.step_wall(1h);
  CHECK(pace.left_seconds() == Approx(6));
  source.request_stop();
  CHECK(pace.is_over());
}

TEST_CASE("pace: five seconds are enough for twenty windows", "[workloads]") {
  const testing::FrozenClock clock;
  const auto windows_in = [&](std::chrono::seconds duration) {
    const Effort effort{.duration = duration};
    const Pace pace(effort, clock);
    return (pace.planned_seconds() - pace.warm_up_seconds()) / pace.window_seconds();
  };
  CHECK(windows_in(5s) > 20);
  CHECK(windows_in(10s) > 20);
  CHECK(windows_in(60s) > 20);
  CHECK(windows_in(1s) > 9);
}

TEST_CASE("windows: the rate is over the time of work, checks between laps not counted",
          "[workloads]") {
  testing::FrozenClock clock;
  const Effort effort{.duration = 60s};
  const Pace pace(effort, clock);
  testing::RecordingListener listener;
  Windows windows(pace, listener, kRate, kWrong);
  const auto node = windows.add_device("node");

  windows.add(node, 1e12, 0.1, 0);  // warm-up: forgotten
  windows.warm_up_over();
  for (int lap = 0; lap < 4; ++lap) {
    clock.advance(300ms);
    windows.add(node, 100, 0.2, lap == 3 ? 2 : 0);
    CHECK(windows.lap_over() == (lap == 3));
  }

  CHECK(listener.warm_ups == 1);
  REQUIRE(listener.windows.size() == 2);
  CHECK(listener.windows[0].metric == "gemm_exact_flops_per_second");
  CHECK(listener.windows[0].device == "node");
  CHECK(listener.windows[0].value == Approx(500));
  CHECK(listener.windows[0].seconds == Approx(0.8));
  CHECK(listener.windows[0].ended == clock.now());
  CHECK(listener.windows[1].value == Approx(2));
}

TEST_CASE("windows: time that was rested makes no window longer", "[workloads]") {
  testing::FrozenClock clock;
  const Effort effort{.duration = 60s};
  const Pace pace(effort, clock);
  testing::RecordingListener listener;
  Windows windows(pace, listener, kRate, nullptr);
  const auto node = windows.add_device("node");
  windows.warm_up_over();

  clock.advance(20s);
  windows.rested(20);
  clock.advance(500ms);
  windows.add(node, 100, 0.5, 0);
  CHECK_FALSE(windows.lap_over());
  clock.advance(500ms);
  windows.add(node, 100, 0.5, 0);
  CHECK(windows.lap_over());
  REQUIRE(listener.windows.size() == 1);
  CHECK(listener.windows[0].seconds == Approx(1));
}

TEST_CASE("pace: a rest ends at once when a stop is asked for", "[workloads]") {
  const testing::FrozenClock clock;
  std::stop_source source;
  const Effort effort{.duration = 60s, .stop = source.get_token()};
  const Pace pace(effort, clock);
  source.request_stop();
  const auto start = std::chrono::steady_clock::now();
  pace.rest(30);
  CHECK(std::chrono::steady_clock::now() - start < 5s);
}

TEST_CASE("windows: a short last window is left out unless it saw a wrong answer", "[workloads]") {
  testing::FrozenClock clock;
  const Effort effort{.duration = 60s};
  const Pace pace(effort, clock);
  testing::RecordingListener listener;
  Windows windows(pace, listener, kRate, kWrong);
  const auto node = windows.add_device("node");

  windows.warm_up_over();
  clock.advance(100ms);
  windows.add(node, 100, 0.1, 0);
  windows.finish();
  CHECK(listener.windows.empty());

  windows.add(node, 100, 0.1, 1);
  windows.finish();
  CHECK(listener.windows.size() == 2);
}

TEST_CASE("windows: a device that did nothing has no window", "[workloads]") {
  testing::FrozenClock clock;
  const Effort effort{.duration = 60s};
  const Pace pace(effort, clock);
  testing::RecordingListener listener;
  Windows windows(pace, listener, kRate, nullptr);
  windows.add_device("node/cpu:0");
  const auto busy = windows.add_device("node/cpu:1");

  windows.warm_up_over();
  clock.advance(2s);
  windows.add(busy, 1, 1, 0);
  CHECK(windows.lap_over());

  REQUIRE(listener.windows.size() == 1);
  CHECK(listener.windows[0].device == "node/cpu:1");
}

}  // namespace
}  // namespace rackproof
