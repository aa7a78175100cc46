#include <cmath>

#include <catch2/catch.hpp>

#include "tests/support/compiled_unit.h"

using namespace rackproof;
using testing::output_of;
using testing::with_float;

TEST_CASE("c06: an element may differ by its own roundings and no more", "[workloads][corpus]") {
  const auto unit = corpus_softmax(1);
  const auto& fractions = unit.cases.at(0);
  const auto right = output_of(unit, fractions);
  CHECK(fractions.judge(right).empty());
  const auto off = [](float value) { return value * 1.0002F; };
  CHECK_THAT(fractions.judge(with_float(right, 2005, off)),
             Catch::StartsWith("y[2][5] is further"));
  const auto lost = [](float) { return std::nanf(""); };
  CHECK_FALSE(fractions.judge(with_float(right, 63999, lost)).empty());
}

TEST_CASE("c06: rows that an integer shifts give the same bits", "[workloads][corpus]") {
  const auto unit = corpus_softmax(1);
  const auto& shifted = unit.cases.at(1);
  const auto right = output_of(unit, shifted);
  CHECK(shifted.judge(right).empty());
  const auto last_bit = [](float value) { return std::nextafter(value, 1.0F); };
  CHECK_THAT(shifted.judge(with_float(right, 40000, last_bit)),
             Catch::Contains("an integer shifts"));
}
