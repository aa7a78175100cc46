#include "cli/agent_readings.h"

#include <catch2/catch.hpp>

#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "tests/support/frozen_clock.h"

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

constexpr auto kMetric = metrics::named("temperature_celsius");

struct Bench {
  void read(DeviceHandle device, std::int64_t value) {
    REQUIRE(readings.append(devices, {{device, kMetric, clock.now(), value}}));
  }
  [[nodiscard]] bool tells(const std::string& words) const {
    return readings.openmetrics().find(words) != std::string::npos;
  }

  testing::FrozenClock clock;
  Inventory inventory;
  Devices devices{the_node(), device_of("node/a", DeviceKind::sensor),
                  device_of("node/b", DeviceKind::sensor)};
  AgentReadings readings{clock, inventory, 60s};
};

}  // namespace

TEST_CASE("agent readings: before the first one there is nothing, and it is not an empty page",
          "[cli][agent]") {
  const Bench bench;
  CHECK(bench.readings.openmetrics().empty());
}

TEST_CASE("agent readings: the last of each series is told", "[cli][agent]") {
  Bench bench;
  bench.read(1, 40);
  bench.read(2, 50);
  bench.read(1, 41);
  CHECK(bench.tells("device=\"node/a\",kind=\"sensor\"} 41"));
  CHECK(bench.tells("device=\"node/b\",kind=\"sensor\"} 50"));
  CHECK_FALSE(bench.tells("} 40"));
}

TEST_CASE("agent readings: one that no longer comes is not told for ever", "[cli][agent]") {
  Bench bench;
  bench.read(1, 40);
  bench.read(2, 50);
  bench.clock.advance(40s);
  bench.read(2, 51);
  bench.clock.step_wall(24h);  // a step of the wall clock makes nothing old
  bench.clock.advance(20s);
  CHECK(bench.tells("} 40"));
  bench.clock.advance(1s);
  CHECK_FALSE(bench.tells("} 40"));
  CHECK(bench.tells("} 51"));
}

TEST_CASE("agent readings: a device that is found later is told by its own name", "[cli][agent]") {
  Bench bench;
  bench.read(1, 40);
  bench.devices.push_back(device_of("node/late", DeviceKind::sensor));
  bench.read(3, 60);
  CHECK(bench.tells("device=\"node/late\",kind=\"sensor\"} 60"));
}
