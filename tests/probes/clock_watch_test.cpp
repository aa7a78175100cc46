#include "probes/clock_watch.h"

#include <catch2/catch.hpp>

#include "tests/support/frozen_clock.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

struct Watched {
  testing::FrozenClock clock;
  ClockWatch watch;

  std::optional<std::chrono::nanoseconds> look() {
    return watch.look(clock.now(), clock.monotonic());
  }
};

TEST_CASE("clock watch: time that only goes by is no step", "[probes][clock_watch]") {
  Watched watched;
  CHECK_FALSE(watched.look());
  watched.clock.advance(1s);
  CHECK_FALSE(watched.look());
  watched.clock.advance(72h);  // a machine that slept: CLOCK_BOOTTIME went on
  CHECK_FALSE(watched.look());
}

TEST_CASE("clock watch: a clock that is set is told with the size of the step, once",
          "[probes][clock_watch]") {
  Watched watched;
  CHECK_FALSE(watched.look());
  watched.clock.advance(1s);
  watched.clock.step_wall(1h);
  CHECK(watched.look() == std::optional<std::chrono::nanoseconds>(1h));
  watched.clock.advance(1s);
  CHECK_FALSE(watched.look());
  watched.clock.step_wall(-90min);
  watched.clock.advance(1s);
  CHECK(watched.look() == std::optional<std::chrono::nanoseconds>(-90min));
}

TEST_CASE("clock watch: what NTP slews is no step, what is just beyond is one",
          "[probes][clock_watch]") {
  Watched watched;
  CHECK_FALSE(watched.look());
  for (int second = 0; second < 100; ++second) {  // 8.3 s in all, and never more than a slew
    watched.clock.advance(1s);
    watched.clock.step_wall(83ms);
    REQUIRE_FALSE(watched.look());
  }
  watched.clock.advance(1s);
  watched.clock.step_wall(350ms);  // the limit itself
  CHECK_FALSE(watched.look());
  watched.clock.advance(1s);
  watched.clock.step_wall(-351ms);
  CHECK(watched.look() == std::optional<std::chrono::nanoseconds>(-351ms));
}

}  // namespace
}  // namespace rackproof
