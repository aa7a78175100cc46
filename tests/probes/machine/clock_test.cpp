#include "probes/machine/clock.h"

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("clock: monotonic time does not go back and the wall clock is after 2020", "[machine]") {
  const SystemClock clock;
  const auto before = clock.monotonic();
  CHECK(clock.now() > UtcTime(std::chrono::seconds(1577836800)));
  CHECK(clock.monotonic() >= before);
}

TEST_CASE("clock: a rest lasts as long as asked", "[machine]") {
  const SystemClock clock;
  const auto before = clock.monotonic();
  rest(std::chrono::milliseconds(20), {});
  CHECK(clock.monotonic() - before >= std::chrono::milliseconds(20));
  rest(std::chrono::nanoseconds(-1), {});  // nothing to wait for
}

TEST_CASE("clock: a rest ends at once when a stop is asked for", "[machine]") {
  std::stop_source stop;
  stop.request_stop();
  const SystemClock clock;
  const auto before = clock.monotonic();
  rest(std::chrono::seconds(30), stop.get_token());
  CHECK(clock.monotonic() - before < std::chrono::seconds(10));
}

}  // namespace
}  // namespace rackproof
