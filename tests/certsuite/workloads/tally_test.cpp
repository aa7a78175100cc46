#include "certsuite/workloads/tally.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "tests/support/frozen_clock.h"
#include "tests/support/recording_listener.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

TEST_CASE("tally: a run that checked nothing is not correct", "[workloads]") {
  const testing::FrozenClock clock;
  const Effort effort{.duration = 1s};
  const Pace pace(effort, clock);
  testing::RecordingListener listener;
  Tally tally(pace, listener);

  CHECK(tally.outcome({}).self_check == SelfCheck::not_run);
  tally.checked(3);
  CHECK(tally.outcome({}).self_check == SelfCheck::correct);
  tally.wrong_more(1);
  CHECK(tally.outcome({}).self_check == SelfCheck::wrong_answer);
}

TEST_CASE("tally: a flood of wrong answers is counted whole and told in part", "[workloads]") {
  testing::FrozenClock clock;
  const Effort effort{.duration = 10s};
  const Pace pace(effort, clock);
  testing::RecordingListener listener;
  Tally tally(pace, listener);
  clock.advance(2s);

  for (int i = 0; i < 1000; ++i) {
    tally.wrong(word_mismatch("node", std::to_string(i), 1, 2));
  }

  const auto outcome = tally.outcome({.planted = true, .caught = true});
  CHECK(outcome.mismatch_count == 1000);
  CHECK(outcome.canary == Canary{true, true});
  REQUIRE(listener.mismatches.size() == static_cast<std::size_t>(Tally::kTold));
  CHECK(listener.mismatches.front().after_seconds == Approx(2));
}

TEST_CASE("tally: the mask of a mismatch holds the bits that differ", "[workloads]") {
  const auto mismatch = word_mismatch("node/cpu:1", "word 7", 0xff00, 0x0f00);
  CHECK(mismatch.expected == "0x000000000000ff00");
  CHECK(mismatch.actual == "0x0000000000000f00");
  CHECK(mismatch.mask == "0x000000000000f000");
  CHECK(hex_word(UINT64_MAX) == "0xffffffffffffffff");
}

}  // namespace
}  // namespace rackproof
