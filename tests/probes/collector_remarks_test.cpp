#include "probes/collector_remarks.h"

#include <catch2/catch.hpp>

#include "probes/survey.h"
#include "tests/support/frozen_clock.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

struct Bench {
  explicit Bench(bool watches_clock = true) : remarks(clock, {the_node()}, 7, watches_clock) {}

  Batch next(std::int64_t dropped = 0) {
    Batch batch;
    remarks.add_to(batch, dropped);
    return batch;
  }

  testing::FrozenClock clock;
  CollectorRemarks remarks;
};

TEST_CASE("remarks: a step of the wall clock is an event with its size and direction",
          "[probes][collector]") {
  Bench bench;
  CHECK(bench.next().events.empty());
  bench.clock.advance(1s);
  bench.clock.step_wall(-90s);
  const auto batch = bench.next();
  REQUIRE(batch.events.size() == 1);
  const auto& event = batch.events[0];
  CHECK(event.code == "clock_step");
  CHECK(event.device == "node");
  CHECK(event.source == "collector");
  CHECK(event.taken_at == bench.clock.now());
  CHECK(event.text == "the wall clock was set 1 min 30 s back");
  bench.clock.advance(1s);
  CHECK(bench.next().events.empty());
  bench.clock.step_wall(1h);
  CHECK(bench.next().events.at(0).text == "the wall clock was set 1 h 00 min forward");
}

TEST_CASE("remarks: who does not watch the clock says nothing of it", "[probes][collector]") {
  Bench bench(false);
  bench.next();
  bench.clock.step_wall(1h);
  CHECK(bench.next().events.empty());
}

TEST_CASE("remarks: what was dropped is said when it changes", "[probes][collector]") {
  Bench bench;
  const auto first = bench.next(0);
  REQUIRE(first.samples.size() == 1);
  CHECK(first.samples[0].device == 7);
  CHECK(first.events.empty());
  CHECK(bench.next(0).samples.empty());
  const auto later = bench.next(12);
  REQUIRE(later.events.size() == 1);
  CHECK(later.events[0].code == "samples_dropped");
  CHECK(bench.next(12).events.empty());
}

}  // namespace
}  // namespace rackproof
