#include "probes/probe_schedule.h"

#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

using namespace std::chrono_literals;

/// Works a schedule on a clock of its own: each pass begins when it is due and takes `takes`.
struct Worked {
  ProbeSchedule schedule;
  ScheduleTime now;

  ScheduleTime pass(ScheduleTime takes, PassEnd end = PassEnd::read) {
    now = std::max(now, schedule.next());
    const auto begun = now;
    now += takes;
    news = schedule.passed(begun, now, end);
    return begun;
  }

  ScheduleNews news = ScheduleNews::none;
};

Worked worked(const ProbeSchedule::Settings& settings, ScheduleTime origin = 100s) {
  return {ProbeSchedule(settings, origin, 100s), 100s};
}

TEST_CASE("schedule: passes stay on their grid however long each takes", "[probes][schedule]") {
  auto probe = worked({.period = 1000ms});
  CHECK(probe.pass(10ms) == 100s);
  CHECK(probe.pass(900ms) == 101s);
  CHECK(probe.pass(1ms) == 102s);
  CHECK(probe.pass(1ms) == 103s);
  CHECK(probe.schedule.missed() == 0);
}

TEST_CASE("schedule: a late pass skips what it ran over, counts it, and makes up for nothing",
          "[probes][schedule]") {
  auto probe = worked({.period = 1000ms});
  CHECK(probe.pass(3500ms) == 100s);  // over 101, 102 and 103
  CHECK(probe.schedule.missed() == 3);
  CHECK(probe.pass(1ms) == 104s);
  CHECK(probe.pass(1ms) == 105s);
  CHECK(probe.schedule.missed() == 3);
}

TEST_CASE("schedule: a pass that ends with the next tick has missed it", "[probes][schedule]") {
  auto probe = worked({.period = 1000ms});
  CHECK(probe.pass(1000ms) == 100s);
  CHECK(probe.schedule.missed() == 1);
  CHECK(probe.pass(1ms) == 102s);
}

TEST_CASE("schedule: what a machine slept through is missed, not made up for",
          "[probes][schedule]") {
  auto probe = worked({.period = 1000ms});
  probe.pass(1ms);
  probe.now = 3700s + 500ms;  // nobody ran the thread for an hour
  CHECK(probe.pass(1ms) == 3700s + 500ms);
  CHECK(probe.schedule.missed() == 3599);  // 102 to 3700
  CHECK(probe.pass(1ms) == 3701s);
}

TEST_CASE("schedule: a pass on demand takes no tick from the grid", "[probes][schedule]") {
  auto probe = worked({.period = 1000ms});
  probe.pass(1ms);
  CHECK(probe.schedule.passed(100s + 400ms, 100s + 500ms, PassEnd::read) == ScheduleNews::none);
  CHECK(probe.schedule.next() == 101s);
  CHECK(probe.schedule.missed() == 0);
  probe.schedule.passed(100s + 900ms, 102s + 100ms, PassEnd::read);  // over 101 and 102
  CHECK(probe.schedule.missed() == 2);
  CHECK(probe.schedule.next() == 103s);
}

TEST_CASE("schedule: the grid has an origin that need not be the start", "[probes][schedule]") {
  auto probe = worked({.period = 60000ms}, 17s);  // 17, 77, 137...
  CHECK(probe.schedule.next() == 137s);
  CHECK(worked({.period = 60000ms}, 137s).schedule.next() == 137s);  // begun before its origin
  CHECK(worked({.period = 60000ms}, 257s).schedule.next() == 137s);
  CHECK(worked({.period = 60000ms}, 100s).schedule.next() == 100s);
}

TEST_CASE("schedule: a source that goes on failing is suspended, told once, and tried ever rarer",
          "[probes][schedule]") {
  auto probe =
      worked({.period = 1000ms, .suspend = {.failures = 3, .longest = 10s}, .absent_again = 0ms});
  CHECK(probe.pass(0ms, PassEnd::failed) == 100s);
  CHECK(probe.pass(0ms, PassEnd::failed) == 101s);
  CHECK(probe.news == ScheduleNews::none);
  CHECK(probe.pass(0ms, PassEnd::failed) == 102s);
  CHECK(probe.news == ScheduleNews::suspended);
  CHECK(probe.schedule.suspended());
  for (const auto expected : {104s, 108s, 116s, 126s, 136s}) {  // 2, 4, 8, then 10 at most
    CHECK(probe.pass(0ms, PassEnd::failed) == expected);
    CHECK(probe.news == ScheduleNews::none);
  }
  CHECK(probe.schedule.missed() == 0);  // spared, not missed
}

TEST_CASE("schedule: one answer ends a suspension, and the grid holds again",
          "[probes][schedule]") {
  auto probe = worked({.period = 1000ms, .suspend = {.failures = 2}});
  probe.pass(300ms, PassEnd::failed);
  probe.pass(300ms, PassEnd::failed);
  REQUIRE(probe.schedule.suspended());
  CHECK(probe.pass(300ms, PassEnd::read) == 103s + 300ms);
  CHECK(probe.news == ScheduleNews::resumed);
  CHECK_FALSE(probe.schedule.suspended());
  CHECK(probe.schedule.next() == 104s);
  CHECK(probe.schedule.missed() == 0);
  probe.pass(0ms, PassEnd::failed);  // counted from the beginning again
  CHECK_FALSE(probe.schedule.suspended());
}

TEST_CASE("schedule: failures that are not in a row suspend nothing", "[probes][schedule]") {
  auto probe = worked({.period = 1000ms, .suspend = {.failures = 2}});
  for (int i = 0; i < 10; ++i) {
    probe.pass(0ms, i % 2 == 0 ? PassEnd::failed : PassEnd::read);
    CHECK(probe.news == ScheduleNews::none);
  }
  CHECK(probe.schedule.next() == 110s);
}

TEST_CASE("schedule: without a rule a failing source keeps its period", "[probes][schedule]") {
  auto probe = worked({.period = 1000ms});
  for (int i = 0; i < 100; ++i) {
    probe.pass(0ms, PassEnd::failed);
  }
  CHECK(probe.schedule.next() == 200s);
}

TEST_CASE("schedule: a pause is never shorter than the period", "[probes][schedule]") {
  auto probe = worked({.period = 600000ms, .suspend = {.failures = 1, .longest = 300s}});
  probe.pass(0ms, PassEnd::failed);
  CHECK(probe.schedule.pause() == 600s);
}

TEST_CASE("schedule: an absent source is asked again after its own time, without news",
          "[probes][schedule]") {
  auto probe = worked({.period = 1000ms, .suspend = {.failures = 1}, .absent_again = 300000ms});
  CHECK(probe.pass(0ms, PassEnd::absent) == 100s);
  CHECK(probe.pass(0ms, PassEnd::absent) == 400s);
  CHECK(probe.news == ScheduleNews::none);
  CHECK(probe.pass(0ms, PassEnd::read) == 700s);
  CHECK(probe.news == ScheduleNews::none);  // it was never suspended
  CHECK(probe.schedule.next() == 701s);
  CHECK(probe.schedule.missed() == 0);
}

TEST_CASE("schedule: the next tick lies behind a moment, on either side of the origin",
          "[probes][schedule]") {
  CHECK(tick_after(0s, 2s, 5s) == 2s);
  CHECK(tick_after(2s, 2s, 5s) == 7s);
  CHECK(tick_after(6999ms, 2s, 5s) == 7s);
  CHECK(tick_after(-3s, 2s, 5s) == 2s);
  CHECK(tick_after(-4s, 2s, 5s) == -3s);
}

TEST_CASE("fleet phase: it is the same for one machine and probe for ever", "[probes][schedule]") {
  constexpr std::string_view kMachine = "0123456789abcdef0123456789abcdef";
  // A number that moves would move every fleet's passes with an upgrade.
  CHECK(fleet_phase(kMachine, "hwmon", 60000ms) == 15019ms);
  CHECK(fleet_phase(kMachine, "hwmon", 60000ms) != fleet_phase(kMachine, "edac", 60000ms));
  CHECK(fleet_phase("", "hwmon", 60000ms) == 0ms);
  CHECK(fleet_phase(kMachine, "hwmon", 0ms) == 0ms);
}

TEST_CASE("fleet phase: machines are spread evenly over the period", "[probes][schedule]") {
  constexpr int kMachines = 10000;
  constexpr int kSlots = 10;
  std::vector<int> held(kSlots);
  for (int machine = 0; machine < kMachines; ++machine) {  // ids that differ in one digit only
    const auto phase = fleet_phase("node" + std::to_string(machine), "redfish:bmc", 60000ms);
    REQUIRE(phase >= 0ms);
    REQUIRE(phase < 60000ms);
    ++held[static_cast<std::size_t>(phase / 6000ms)];
  }
  for (const auto each : held) {  // 1000 each; five standard deviations are 150
    CHECK(each > 850);
    CHECK(each < 1150);
  }
}

}  // namespace
}  // namespace rackproof
