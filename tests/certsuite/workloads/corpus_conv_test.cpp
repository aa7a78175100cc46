#include <cmath>

#include <catch2/catch.hpp>

#include "tests/support/compiled_unit.h"

using namespace rackproof;
using testing::output_of;
using testing::with_float;

TEST_CASE("c08: every number of the convolved picture is compared bit for bit",
          "[workloads][corpus]") {
  const auto unit = corpus_conv(1);
  const auto& one = unit.cases.at(0);
  const auto right = output_of(unit, one);
  CHECK(one.judge(right).empty());
  const auto next = [](float value) { return std::nextafter(value, 1e9F); };
  CHECK_THAT(one.judge(with_float(right, 0, next)), Catch::StartsWith("pixel [0][0], channel 0"));
  CHECK_THAT(one.judge(with_float(right, 32 * 32 * 16 - 1, next)),
             Catch::StartsWith("pixel [31][31], channel 15 is "));
}
