#include "certsuite/workloads/pattern_lap.h"

#include <set>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("pattern lap: every kind of pattern has its turn, and inversions go both ways",
          "[workloads]") {
  std::set<Pattern::Kind> kinds;
  bool solid_upwards = false;
  bool solid_downwards = false;
  for (int sweep = 0; sweep < kLapSweeps; ++sweep) {
    const auto pattern = pattern_of(sweep, 1);
    kinds.insert(pattern.kind);
    if (pattern.kind == Pattern::Kind::solid) {
      (goes_downwards(sweep) ? solid_downwards : solid_upwards) = true;
    }
  }
  CHECK(kinds.size() == 4);
  CHECK(solid_upwards);
  CHECK(solid_downwards);
}

TEST_CASE("pattern lap: another lap has other words, and the seed decides the random ones",
          "[workloads]") {
  constexpr int kSolid = 2;
  constexpr int kModulo = 5;
  constexpr int kRandom = 7;
  CHECK(pattern_of(kSolid, 1).word != pattern_of(kSolid + kLapSweeps, 1).word);
  CHECK(pattern_of(kModulo, 1).offset != pattern_of(kModulo + kLapSweeps, 1).offset);
  CHECK(pattern_of(kRandom, 1).word != pattern_of(kRandom, 2).word);
  CHECK(pattern_of(kSolid + 9 * kLapSweeps, 1).word != pattern_of(kSolid + 9 * kLapSweeps, 2).word);
}

TEST_CASE("pattern lap: no two sweeps after one another write the same", "[workloads]") {
  for (int sweep = 0; sweep < 20 * kLapSweeps; ++sweep) {
    const auto one = pattern_of(sweep, 1);
    const auto next = pattern_of(sweep + 1, 1);
    CHECK((one.kind != next.kind || one.inverted != next.inverted));
  }
}

}  // namespace
}  // namespace rackproof
