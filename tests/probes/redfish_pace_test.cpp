#include "probes/redfish/redfish_pace.h"

#include <catch2/catch.hpp>

#include "tests/support/frozen_clock.h"

using namespace rackproof;
using namespace rackproof::redfish;
using namespace std::chrono_literals;

namespace {

/// A pace whose waiting moves the clock.
struct Walk {
  testing::FrozenClock clock;
  std::chrono::nanoseconds waited{0};
  RedfishPace pace;

  explicit Walk(RedfishLimits limits)
      : pace(clock, limits, [this](std::chrono::nanoseconds duration) {
          waited += duration;
          clock.advance(duration);
        }) {}
};

}  // namespace

TEST_CASE("pace: requests are spread evenly, and a late one owes nothing", "[probes][redfish]") {
  Walk walk({.requests_per_second = 4});
  for (int i = 0; i < 9; ++i) {
    REQUIRE(walk.pace.turn());
  }
  CHECK(walk.waited == 2s);

  walk.clock.advance(10s);
  REQUIRE(walk.pace.turn());
  CHECK(walk.waited == 2s);
}

TEST_CASE("pace: a request gets its own limit, or what is left of the pass", "[probes][redfish]") {
  Walk walk({.requests_per_second = 1000, .request = 20s, .pass = 60s});
  CHECK(*walk.pace.turn() == 20s);
  walk.clock.advance(55s);
  CHECK(*walk.pace.turn() == 5s);
  walk.clock.advance(5s);

  const auto over = walk.pace.turn();

  REQUIRE_FALSE(over);
  CHECK(over.error().kind == ErrorKind::timed_out);
  CHECK(over.error().message == "the 60 s of this pass are used up");
  walk.pace.begin_pass();
  CHECK(*walk.pace.turn() == 20s);
}

TEST_CASE("pace: a short rest is waited for, a long one is told at once", "[probes][redfish]") {
  Walk walk({.requests_per_second = 1000});
  walk.pace.rest(3s, {ErrorKind::io, "busy"});
  REQUIRE(walk.pace.turn());
  CHECK(walk.waited == 3s);

  walk.pace.rest(90s, {ErrorKind::denied, "full"});
  const auto told = walk.pace.turn();
  REQUIRE_FALSE(told);
  CHECK(told.error() == Error{ErrorKind::denied, "full; left alone for 90 s more"});
  CHECK(walk.waited == 3s);

  walk.pace.begin_pass();  // a new pass ends no rest
  CHECK_FALSE(walk.pace.turn());
  walk.clock.advance(90s);
  walk.pace.begin_pass();
  CHECK(walk.pace.turn());
}

TEST_CASE("pace: no service can have itself left alone for a week", "[probes][redfish]") {
  Walk walk({.requests_per_second = 1000});
  walk.pace.rest(std::chrono::hours(168), {ErrorKind::io, "busy"});
  walk.clock.advance(std::chrono::hours(1));
  walk.pace.begin_pass();
  CHECK(walk.pace.turn());
}

TEST_CASE("pace: no turn is given that would begin after the pass", "[probes][redfish]") {
  Walk walk({.requests_per_second = 0.1, .pass = 15s});
  REQUIRE(walk.pace.turn());
  REQUIRE(walk.pace.turn());  // after 10 s
  CHECK_FALSE(walk.pace.turn());
  CHECK(walk.waited == 10s);
}
