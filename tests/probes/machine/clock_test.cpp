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

}  // namespace
}  // namespace rackproof
