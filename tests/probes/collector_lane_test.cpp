#include "probes/collector_lane.h"

#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "probes/collector.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

/// Reads one device, or fails, or is not there, as its test says.
class ToldProbe final : public Probe {
 public:
  [[nodiscard]] std::string_view name() const override { return "told"; }
  [[nodiscard]] std::chrono::milliseconds patience() const override { return 10s; }
  [[nodiscard]] bool waits_for_others() const override { return waits; }

  Result<Discovery> discover() override {
    ++discoveries;
    if (absent) {
      return Error{ErrorKind::absent, "told: not here"};
    }
    Discovery found;
    found.devices.push_back(device_of("node/told", DeviceKind::sensor));
    return found;
  }
  Result<ProbeReading> read() override {
    if (fails) {
      return Error{ErrorKind::io, "told: broken"};
    }
    ProbeReading reading;
    reading.samples.push_back(
        {0, metrics::named("temperature_celsius"), UtcTime{}, std::int64_t{1}});
    return reading;
  }

  bool absent = false;
  bool fails = false;
  bool waits = false;
  int discoveries = 0;
};

struct Bench {
  explicit Bench(const LanePace& pace) : lane(fixture.host(), probe, pace, 0s) { lane.self = 1; }

  Batch pass(ScheduleTime takes = 0s) {
    now = std::max(now, lane.due());
    lane.begin(now);
    auto outcome = lane.pass().run();
    now += takes;
    return lane.end(std::move(outcome), now, index);
  }

  testing::TempDir directory;
  testing::FixtureHost fixture{directory.path()};
  ToldProbe probe;
  DeviceIndex index{{the_node(), device_of(probe_device_id("told"), DeviceKind::probe)}};
  CollectorLane lane;
  ScheduleTime now{};
};

LanePace told_pace() {
  LanePace pace;
  pace.schedule = {.period = 1000ms, .suspend = {.failures = 2}, .absent_again = 60000ms};
  pace.is_told = true;
  return pace;
}

/// The last reading of that metric of the probe itself; -1 where there is none.
std::int64_t count_of(const Batch& batch, std::string_view metric) {
  std::int64_t last = -1;
  for (const auto& sample : batch.samples) {
    if (sample.device == 1 && sample.metric->name == metric) {
      last = std::get<std::int64_t>(sample.reading);
    }
  }
  return last;
}

std::string codes(const Batch& batch) {
  std::string all;
  for (const auto& event : batch.events) {
    all += event.code + " ";
  }
  return all;
}

TEST_CASE("lane: every pass says how it ended and how many fell out before it",
          "[probes][collector]") {
  Bench bench(told_pace());
  auto batch = bench.pass(2500ms);
  CHECK(batch.samples.size() == 4);
  CHECK(count_of(batch, "probe_success") == 1);
  CHECK(count_of(batch, "probe_passes_missed_total") == 2);
  CHECK(batch.events.empty());
  CHECK(bench.lane.due() == 3s);
}

TEST_CASE("lane: a lane that is not told of says what it always did", "[probes][collector]") {
  auto pace = told_pace();
  pace.is_told = false;
  Bench bench(pace);
  const auto batch = bench.pass(2500ms);
  CHECK(batch.samples.size() == 3);
  CHECK(count_of(batch, "probe_passes_missed_total") == -1);
  bench.lane.begin(10s);
  CHECK(bench.lane.reproach(1h).samples.empty());
}

TEST_CASE("lane: a suspension is one event, probe_success says each try, and so does its end",
          "[probes][collector]") {
  Bench bench(told_pace());
  bench.pass();
  bench.probe.fails = true;
  CHECK(codes(bench.pass()).empty());
  const auto suspending = bench.pass();
  CHECK(codes(suspending) == "probe_suspended ");
  CHECK(count_of(suspending, "probe_success") == 0);
  CHECK(suspending.events[0].device == "node/probe:told");
  CHECK(suspending.events[0].text.find("told: broken") != std::string::npos);
  const auto still = bench.pass();
  CHECK(codes(still).empty());
  CHECK(count_of(still, "probe_success") == 0);
  bench.probe.fails = false;
  const auto back = bench.pass();
  CHECK(codes(back) == "probe_resumed ");
  CHECK(count_of(back, "probe_success") == 1);
}

TEST_CASE("lane: a suspended source is discovered anew, since its driver may have been",
          "[probes][collector]") {
  Bench bench(told_pace());
  bench.pass();
  bench.pass();
  CHECK(bench.probe.discoveries == 1);
  bench.probe.fails = true;
  bench.pass();
  bench.pass();  // suspended from here on
  CHECK(bench.probe.discoveries == 1);
  bench.pass();
  CHECK(bench.probe.discoveries == 2);
}

TEST_CASE("lane: what is absent is asked again only where it is to be", "[probes][collector]") {
  Bench again(told_pace());
  again.probe.absent = true;
  CHECK(again.pass().samples.empty());
  CHECK_FALSE(again.lane.over);
  CHECK(again.lane.due() == 60s);
  again.probe.absent = false;
  CHECK(count_of(again.pass(), "probe_success") == 1);

  auto pace = told_pace();
  pace.schedule.absent_again = 0ms;
  Bench once(pace);
  once.probe.absent = true;
  once.pass();
  CHECK(once.lane.over);
}

TEST_CASE("lane: a pass that hangs is said once as an event and once a period as no success",
          "[probes][collector]") {
  Bench bench(told_pace());
  bench.pass();
  bench.lane.begin(1s);
  CHECK(bench.lane.reproach(10s + 999ms).samples.empty());  // in time
  const auto first = bench.lane.reproach(11s);
  CHECK(codes(first) == "probe_hangs ");
  CHECK(count_of(first, "probe_success") == 0);
  CHECK(bench.lane.reproach(11s + 500ms).samples.empty());
  const auto second = bench.lane.reproach(12s);
  CHECK(codes(second).empty());
  CHECK(count_of(second, "probe_success") == 0);
  const auto back = bench.lane.end(bench.lane.pass().run(), 30s, bench.index);
  CHECK(codes(back) == "probe_came_back ");
  CHECK(count_of(back, "probe_success") == 1);
  CHECK(bench.lane.reproach(1h).samples.empty());  // nothing is under way
}

TEST_CASE("lane: a pass that discovers first has the patience of both calls",
          "[probes][collector]") {
  Bench bench(told_pace());
  bench.lane.begin(0s);
  CHECK(bench.lane.reproach(19s).samples.empty());
  CHECK(codes(bench.lane.reproach(20s)) == "probe_hangs ");
}

TEST_CASE("lane: probes of a round are due together where their periods divide one another",
          "[probes][collector]") {
  CollectorPace pace{
      .machine_id = "0123456789abcdef0123456789abcdef", .gather = 1s, .shares_round = true};
  ToldProbe probe;
  pace.periods["told"] = 1s;
  const auto each_second = lane_pace(pace, probe, 7s);
  pace.periods["told"] = 5s;
  const auto seldom = lane_pace(pace, probe, 7s);
  CHECK(each_second.may_join_round);
  CHECK((seldom.origin - each_second.origin) % ScheduleTime(1s) == 0s);
  CHECK(seldom.origin == round_phase(pace, 5s));

  probe.waits = true;
  const auto alone = lane_pace(pace, probe, 7s);
  CHECK(!alone.may_join_round);
  CHECK(alone.origin == fleet_phase(pace.machine_id, "told", 5s));
}

TEST_CASE("lane: what does not gather, or belongs to no fleet, begins as it always did",
          "[probes][collector]") {
  const ToldProbe probe;
  const auto run = lane_pace({.shares_round = true}, probe, 7s);
  CHECK(!run.may_join_round);
  CHECK(run.origin == 7s);
}

TEST_CASE("lane: its passes bring it into the round, and keeping it waiting puts it out",
          "[probes][collector]") {
  Bench bench({.schedule = {.period = 1s}, .may_join_round = true});
  bench.pass();
  bench.pass();
  CHECK(!bench.lane.in_round());
  bench.pass();
  CHECK(bench.lane.in_round());
  bench.lane.begin(bench.lane.due());
  CHECK(bench.lane.begun() == bench.lane.due());
  bench.lane.leave_round();
  CHECK(!bench.lane.in_round());
}

}  // namespace
}  // namespace rackproof
