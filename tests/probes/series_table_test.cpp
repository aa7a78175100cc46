#include "probes/sinks/series_table.h"

#include <string>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "tests/support/frozen_clock.h"

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

constexpr auto kHeat = metrics::named("temperature_celsius");
constexpr auto kPower = metrics::named("power_watts");

/// A table and a clock that drives it.
struct Scene {
  explicit Scene(std::size_t most = 100) : table(most) {}

  [[nodiscard]] Moment now() const { return {clock.monotonic(), clock.now()}; }
  void read(DeviceHandle device, Reading reading, const Metric* metric = kHeat) {
    table.take({{device, metric, clock.now(), std::move(reading)}}, now());
  }
  /// Reads `times` times, `apart` between.
  void read_every(std::chrono::nanoseconds apart, int times) {
    for (int i = 0; i < times; ++i) {
      clock.advance(i == 0 ? 0ns : apart);
      read(0, 1.0);
    }
  }
  [[nodiscard]] LastReading only() const {
    const auto all = table.snapshot();
    REQUIRE(all.readings.size() == 1);
    return all.readings.front();
  }

  testing::FrozenClock clock;
  SeriesTable table;
  StaleRule rule;
};

}  // namespace

TEST_CASE("series table: the last reading of a series stands, value or reason", "[probes][sinks]") {
  Scene scene;
  scene.read(3, 20.0);
  scene.clock.advance(1s);
  scene.read(3, Error{ErrorKind::denied, "no"});

  const auto last = scene.only();
  CHECK(std::get<ErrorKind>(last.value) == ErrorKind::denied);
  CHECK_FALSE(holds_value(last, scene.rule, scene.now()));

  scene.clock.advance(1s);
  scene.read(3, std::int64_t{7});
  CHECK(std::get<std::int64_t>(scene.only().value) == 7);
  CHECK(holds_value(scene.only(), scene.rule, scene.now()));
}

TEST_CASE("series table: a series is stale after four of its own periods", "[probes][sinks]") {
  Scene scene;
  scene.read_every(30s, 3);
  CHECK(stale_after(scene.only(), scene.rule) == 120s);
  scene.clock.advance(120s);
  CHECK_FALSE(is_stale(scene.only(), scene.rule, scene.now()));
  scene.clock.advance(1ns);
  CHECK(is_stale(scene.only(), scene.rule, scene.now()));
}

TEST_CASE("series table: neither a fast nor a slow series leaves the bounds of staleness",
          "[probes][sinks]") {
  Scene fast;
  fast.read_every(1s, 3);
  CHECK(stale_after(fast.only(), fast.rule) == 15s);
  Scene slow;
  slow.read_every(200s, 3);
  CHECK(stale_after(slow.only(), slow.rule) == 10min);
  Scene once;
  once.read_every(1s, 2);
  CHECK(stale_after(once.only(), once.rule) == 10min);
}

TEST_CASE("series table: a series slower than the bound is not stale between two readings",
          "[probes][sinks]") {
  Scene scene;
  scene.read_every(15min, 3);
  CHECK(stale_after(scene.only(), scene.rule) == 30min);
  Scene begun;
  begun.read_every(15min, 2);
  CHECK(stale_after(begun.only(), begun.rule) == 30min);
}

TEST_CASE("series table: a series that was silent for days is soon stale again",
          "[probes][sinks]") {
  Scene scene;
  scene.read_every(72h, 2);
  CHECK(stale_after(scene.only(), scene.rule) == 48h);
  scene.read_every(1s, 3);
  CHECK(stale_after(scene.only(), scene.rule) == 15s);
}

TEST_CASE("series table: one reading asked for in between makes a slow series no fast one",
          "[probes][sinks]") {
  Scene scene;
  scene.read_every(60s, 3);
  scene.clock.advance(1s);
  scene.read(0, 1.0);
  CHECK(stale_after(scene.only(), scene.rule) == 240s);
}

TEST_CASE("series table: an old reading given again and again grows stale all the same",
          "[probes][sinks]") {
  Scene scene;
  scene.read_every(1s, 3);
  const auto stamp = scene.clock.now();
  for (int second = 0; second < 16; ++second) {
    scene.clock.advance(1s);
    scene.table.take({{0, kHeat, stamp, 1.0}}, scene.now());
  }
  CHECK(is_stale(scene.only(), scene.rule, scene.now()));
  CHECK(age_of(scene.only(), scene.now()) == 16s);
}

TEST_CASE("series table: a reading that was old when it came is as old as it is",
          "[probes][sinks]") {
  Scene scene;
  scene.table.take({{0, kHeat, scene.clock.now() - 40s, 1.0}}, scene.now());
  scene.clock.advance(2s);
  CHECK(age_of(scene.only(), scene.now()) == 42s);
}

TEST_CASE("series table: a step of the wall clock makes nothing older or younger",
          "[probes][sinks]") {
  Scene scene;
  scene.read_every(1s, 3);
  scene.clock.step_wall(5h);
  CHECK(age_of(scene.only(), scene.now()) == 0s);
  CHECK_FALSE(is_stale(scene.only(), scene.rule, scene.now()));
  scene.clock.step_wall(-10h);
  scene.read(0, 2.0);
  CHECK(age_of(scene.only(), scene.now()) == 0s);
}

TEST_CASE("series table: what is over the limit is refused and counted, what is there goes on",
          "[probes][sinks]") {
  Scene scene(2);
  scene.read(0, 1.0);
  scene.read(1, 1.0);
  scene.read(2, 1.0);
  scene.read(3, 1.0, kPower);
  scene.read(1, 5.0);
  CHECK(scene.table.size() == 2);
  CHECK(scene.table.refused() == 2);
  CHECK(scene.table.forgotten() == 0);
  const auto all = scene.table.snapshot();
  REQUIRE(all.readings.size() == 2);
  CHECK(std::get<double>(all.readings[1].value) == 5.0);
}

TEST_CASE("series table: series long unheard of make room, and only where room is needed",
          "[probes][sinks]") {
  Scene scene(2);
  scene.read(0, 1.0);
  scene.clock.advance(61min);
  scene.read(1, 1.0);
  CHECK(scene.table.size() == 2);
  scene.read(2, 1.0);
  CHECK(scene.table.size() == 2);
  CHECK(scene.table.forgotten() == 1);
  CHECK(scene.table.refused() == 0);
  for (const auto& last : scene.table.snapshot().readings) {
    CHECK(last.device != 0);
  }
}

TEST_CASE("series table: families stand by name, readings in them by device", "[probes][sinks]") {
  Scene scene;
  for (const DeviceHandle device : {4U, 1U, 3U}) {
    scene.read(device, 1.0, kHeat);
    scene.read(device, 1.0, kPower);
  }
  const auto all = scene.table.snapshot();
  REQUIRE(all.families.size() == 2);
  CHECK(all.families[0].family->metric == kPower);
  CHECK(all.families[1].family->metric == kHeat);
  CHECK(all.families[1].family->metric_label == "metric=\"temperature_celsius\"");
  REQUIRE(all.families[1].count == 3);
  CHECK(all.readings[all.families[1].first].device == 1);
  CHECK(all.readings[all.families[1].first + 2].device == 4);
}
