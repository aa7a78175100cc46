#include "probes/round_place.h"

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

using namespace std::chrono_literals;

/// Passes of one kind until it is in the round; the number of them, at most `most`.
int passes_until_in(RoundPlace& place, int most) {
  int passes = 0;
  while (!place.in_round() && passes < most) {
    place.passed(1ms, true);
    ++passes;
  }
  return passes;
}

TEST_CASE("round place: three brisk passes bring a probe into the round", "[probes][collector]") {
  RoundPlace place(true);
  CHECK(!place.in_round());
  CHECK(passes_until_in(place, 100) == 3);
  place.passed(RoundPlace::kBrisk, true);  // the limit itself is brisk
  CHECK(place.in_round());
}

TEST_CASE("round place: what may not be in the round never is", "[probes][collector]") {
  RoundPlace place(false);
  CHECK(passes_until_in(place, 100) == 100);
  CHECK(!place.in_round());
}

TEST_CASE("round place: a slow pass puts out, each time for longer", "[probes][collector]") {
  RoundPlace place(true);
  REQUIRE(passes_until_in(place, 100) == 3);
  place.passed(RoundPlace::kBrisk + 1ns, true);
  CHECK(!place.in_round());
  CHECK(passes_until_in(place, 10000) == 30);
  place.passed(1h, true);
  CHECK(passes_until_in(place, 10000) == 300);
  place.passed(1h, true);
  CHECK(passes_until_in(place, 10000) == 3000);
  place.passed(1h, true);
  CHECK(passes_until_in(place, 10000) == 3000);
}

TEST_CASE("round place: a pass that is waited for is out at once and counted when it ends",
          "[probes][collector]") {
  RoundPlace place(true);
  REQUIRE(passes_until_in(place, 100) == 3);
  place.leave();
  CHECK(!place.in_round());
  place.passed(1s, true);
  CHECK(passes_until_in(place, 10000) == 30);
}

TEST_CASE("round place: a pass that fails puts out, and counts from the beginning",
          "[probes][collector]") {
  RoundPlace place(true);
  place.passed(1ms, true);
  place.passed(1ms, false);
  CHECK(passes_until_in(place, 100) == 3);
  place.passed(1ms, false);
  CHECK(!place.in_round());
  CHECK(passes_until_in(place, 100) == 3);
}

}  // namespace
}  // namespace rackproof
