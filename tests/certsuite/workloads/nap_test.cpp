#include "certsuite/workloads/nap.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "probes/machine/clock.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

TEST_CASE("nap: sleeps until then, not past the end, and not at all after a stop", "[workloads]") {
  const SystemClock clock;
  std::stop_source stop;
  const Effort effort{.duration = 60ms, .stop = stop.get_token()};
  const Pace pace(effort, clock);

  nap_until(pace, 0.02);
  CHECK(pace.elapsed_seconds() >= 0.02);
  nap_until(pace, 3600);
  CHECK(pace.elapsed_seconds() >= 0.06);
  CHECK(pace.elapsed_seconds() < 1);

  const Effort stopped{.duration = 3600s, .stop = stop.get_token()};
  const Pace other(stopped, clock);
  stop.request_stop();
  nap_until(other, 3600);
  CHECK(other.elapsed_seconds() < 1);
}

}  // namespace
}  // namespace rackproof
