#include "probes/collector_remarks.h"

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/survey.h"
#include "tests/support/frozen_clock.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

struct Bench {
  explicit Bench(bool watches_clock = true)
      : remarks(clock, {the_node()},
                {.self = 7, .watches_clock = watches_clock, .kernel_log = {}}) {}

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

constexpr const char* kCard = "node/accelerator:00a1b2c3d4e5f610";

Event claim(std::uint64_t sequence, UtcTime at) {
  return {
      kCard,   at, "kmsg", "neuron_hw_error", Severity::error, "NEURON_HW_ERR=DMA_ERROR nd-id=0",
      sequence};
}

/// An agent's remarks after a start: the kernel log comes from its beginning.
struct Restarted {
  explicit Restarted(KernelLogMark told)
      : remarks(clock, {the_node(), device_of(kCard, DeviceKind::accelerator)},
                {.self = 7, .watches_clock = false, .kernel_log = std::move(told)}) {}

  Events hear(Events events) {
    Batch batch;
    batch.events = std::move(events);
    remarks.add_to(batch, 0);
    return batch.events;
  }

  testing::FrozenClock clock;
  CollectorRemarks remarks;
};

std::string codes(const Events& events) {
  std::string all;
  for (const auto& event : events) {
    all += event.code + std::to_string(event.sequence) + " ";
  }
  return all;
}

TEST_CASE("remarks: what an agent before us told of the kernel log is not told again",
          "[probes][collector][kmsg]") {
  Restarted agent({.newest = 5, .open = {}});
  const auto start = agent.clock.now();
  CHECK(codes(agent.hear({claim(4, start), claim(5, start), claim(6, start)})) ==
        "neuron_hw_error6 ");
  CHECK(agent.remarks.open_lines() == std::vector<std::uint64_t>{6});
  agent.clock.advance(200s);
  CHECK(codes(agent.hear({})) == "claim_not_checked1 ");  // of line 6 alone
  CHECK(agent.remarks.open_lines().empty());
}

TEST_CASE("remarks: a claim that was open when an agent was killed is ruled on by the next",
          "[probes][collector][kmsg]") {
  Restarted agent({.newest = 5, .open = {4}});
  CHECK(codes(agent.hear({})).empty());
  CHECK(agent.remarks.open_lines() == std::vector<std::uint64_t>{4});  // killed here, it stays open
  CHECK(codes(agent.hear({claim(3, agent.clock.now()), claim(4, agent.clock.now())})).empty());
  CHECK(agent.remarks.open_lines() == std::vector<std::uint64_t>{4});
  agent.clock.advance(200s);
  CHECK(codes(agent.hear({})) == "claim_not_checked1 ");
  CHECK(agent.remarks.open_lines().empty());
}

}  // namespace
}  // namespace rackproof
