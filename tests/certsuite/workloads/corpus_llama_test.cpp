#include <cmath>

#include <catch2/catch.hpp>

#include "tests/support/compiled_unit.h"

using namespace rackproof;
using testing::output_of;
using testing::with_float;

TEST_CASE("c12: every stage is checked from the one before and named where it is wrong",
          "[workloads][corpus]") {
  constexpr std::size_t kStage = 16 * 256;
  const auto unit = corpus_llama(1);
  const auto& one = unit.cases.at(0);
  const auto right = output_of(unit, one);
  REQUIRE(one.judge(right).empty());
  const auto off = [](float value) { return value + 0.01F; };
  const auto judged = [&](std::size_t index) { return one.judge(with_float(right, index, off)); };
  CHECK_THAT(judged(5), Catch::StartsWith("normed[0][5] is further"));
  CHECK_THAT(judged(kStage + 256), Catch::StartsWith("q[1][0] is further"));
  CHECK_THAT(judged(2 * kStage), Catch::StartsWith("k[0][0] is further"));
  CHECK_THAT(judged(3 * kStage + 1), Catch::StartsWith("v[0][1] is further"));
  CHECK_THAT(judged(4 * kStage + 15 * 256), Catch::StartsWith("mixed[15][0] is further"));
  CHECK_THAT(judged(5 * kStage + 2), Catch::StartsWith("middle[0][2] is further"));
  CHECK_THAT(judged(6 * kStage + 3), Catch::StartsWith("normed2[0][3] is further"));
  CHECK_THAT(judged(7 * kStage + 511), Catch::StartsWith("hidden[0][511] is further"));
  CHECK_THAT(judged(9 * kStage + 15 * 256 + 255), Catch::StartsWith("y[15][255] is further"));
  const auto lost = [](float) { return std::nanf(""); };
  CHECK_FALSE(one.judge(with_float(right, 4 * kStage, lost)).empty());
}
