#include "certsuite/workloads/power_waves.h"

#include <algorithm>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

double seconds_of(const std::vector<Wave>& waves) {
  double seconds = 0;
  for (const auto& wave : waves) {
    seconds += wave.hertz > 0 ? wave.periods / wave.hertz : 0;
  }
  return seconds;
}

TEST_CASE("power waves: an acceptance phase swings at all four frequencies, both ways",
          "[workloads]") {
  const auto waves = waves_for(240, 236);
  REQUIRE(waves.size() == 9);
  CHECK(waves[0] == Wave{0.1, false, 2});
  CHECK(waves[1] == Wave{0.1, true, 2});
  CHECK(waves[2].hertz == 1);
  CHECK(waves[5].hertz == 5);
  CHECK(waves[7].hertz == 10);
  CHECK(waves[7].anti_phase);
  CHECK(waves[7].periods > 100);
  CHECK(waves[8] == Wave{});
  CHECK(seconds_of(waves) < 236 - 10);
}

TEST_CASE("power waves: 0.1 Hz needs a phase of a minute", "[workloads]") {
  CHECK(waves_for(60, 57).front().hertz == 0.1);
  CHECK(waves_for(59.9, 57).front().hertz == 1);
  CHECK(waves_for(300, 20).front().hertz == 1);  // the end of a long phase
}

TEST_CASE("power waves: short phases leave out the slow ones, the shortest has the telegraph alone",
          "[workloads]") {
  CHECK(waves_for(2.6, 2.5) ==
        std::vector<Wave>{{5, false, 2}, {5, true, 2}, {10, false, 5}, {10, true, 5}, {}});
  CHECK(waves_for(0.3, 0.28) == std::vector<Wave>{{10, false, 1}, {10, true, 1}, {}});
  CHECK(waves_for(0.1, 0.1) == std::vector<Wave>{{}});
}

TEST_CASE("power waves: whatever the time, the square waves fit and the telegraph has a rest",
          "[workloads]") {
  for (double seconds = 0.01; seconds < 400; seconds *= 1.07) {
    INFO(seconds);
    const auto waves = waves_for(seconds, seconds);
    CHECK(waves.back() == Wave{});
    CHECK(seconds_of(waves) < seconds * 0.95);
    CHECK(waves.size() % 2 == 1);
  }
}

TEST_CASE("power waves: a telegraph is seeded, and its states last 10 to 500 ms", "[workloads]") {
  double shortest = 1;
  double longest = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const double seconds = telegraph_seconds(7, i);
    CHECK(seconds == telegraph_seconds(7, i));
    shortest = std::min(shortest, seconds);
    longest = std::max(longest, seconds);
  }
  CHECK(shortest >= 0.01);
  CHECK(shortest < 0.012);
  CHECK(longest <= 0.5);
  CHECK(longest > 0.45);
  CHECK(telegraph_seconds(7, 1) != telegraph_seconds(8, 1));
}

}  // namespace
}  // namespace rackproof
