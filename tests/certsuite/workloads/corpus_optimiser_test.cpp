#include <cmath>

#include <catch2/catch.hpp>

#include "tests/support/compiled_unit.h"

using namespace rackproof;
using testing::output_of;
using testing::with_float;

TEST_CASE("c10: parameters and both moments stay within their bounds and no further",
          "[workloads][corpus]") {
  const auto unit = corpus_optimiser(1);
  const auto& adam = unit.cases.at(0);
  const auto right = output_of(unit, adam);
  CHECK(adam.judge(right).empty());
  const auto off = [](float value) { return value + 0.00001F; };
  CHECK_THAT(adam.judge(with_float(right, 99999, off)),
             Catch::StartsWith("parameter 99999 is further"));
  CHECK_THAT(adam.judge(with_float(right, 100001, off)),
             Catch::StartsWith("first moment 1 is further"));
  CHECK_THAT(adam.judge(with_float(right, 299999, off)),
             Catch::StartsWith("second moment 99999 is further"));
}

TEST_CASE("c10: plain descent on integers is compared bit for bit", "[workloads][corpus]") {
  const auto unit = corpus_optimiser(1);
  const auto& plain = unit.cases.at(1);
  const auto right = output_of(unit, plain);
  CHECK(plain.judge(right).empty());
  const auto next = [](float value) { return std::nextafter(value, 1e9F); };
  CHECK_THAT(plain.judge(with_float(right, 3, next)), Catch::StartsWith("parameter 3 is "));
}
