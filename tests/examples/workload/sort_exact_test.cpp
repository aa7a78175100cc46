#include "certsuite/workloads/sort_exact.h"

#include <algorithm>
#include <chrono>

#include <catch2/catch.hpp>

#include "certsuite/workloads/factories.h"
#include "tests/support/recording_listener.h"

using namespace rackproof;
using namespace std::chrono_literals;

TEST_CASE("sort_exact: a sound machine sorts, catches its canary and has a rate", "[workloads]") {
  testing::RecordingListener listener;

  const auto outcome = make_sort_exact()->run({.duration = 500ms, .seed = 1}, listener);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary == Canary{true, true});
  CHECK_FALSE(listener.windows_of("sort_exact_operations_per_second").empty());
}

TEST_CASE("sort_exact: a core that loses a number is named with the place", "[workloads]") {
  testing::RecordingListener listener;
  const Sorter faulty = [](std::span<std::uint32_t> numbers) {
    std::sort(numbers.begin(), numbers.end());
    numbers[1000] = numbers[999];
  };

  const auto outcome =
      run_sort_exact({.duration = 200ms, .seed = 1, .threads = 1}, listener, faulty);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  CHECK(outcome->canary.caught);
  REQUIRE_FALSE(listener.mismatches.empty());
  CHECK(listener.mismatches.front().where == "place 1000");
  CHECK_THAT(listener.mismatches.front().device, Catch::StartsWith("node/cpu:"));
}
