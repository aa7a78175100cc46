#include "reports/axis.h"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("axis: steps are 1, 2 or 5 times a power of ten", "[reports][axis]") {
  CHECK(round_step(10, 5) == Approx(2));
  CHECK(round_step(11, 5) == Approx(5));
  CHECK(round_step(1.2e10, 4) == Approx(5e9));
  CHECK(round_step(0.03, 4) == Approx(0.01));
}

TEST_CASE("axis: the range holds every value and zero where it must", "[reports][axis]") {
  const auto heat = value_axis(41, 63, false);
  CHECK(heat.from <= 41);
  CHECK(heat.to >= 63);
  CHECK(heat.from > 0);
  CHECK(value_axis(41, 63, true).from == 0);
  CHECK(value_axis(-5, -1, true).to == 0);
}

TEST_CASE("axis: one value, zero or huge, still has a range", "[reports][axis]") {
  for (const double value : {0.0, 7.0, -3.0, 1e-9, 1e300}) {
    for (const bool from_zero : {true, false}) {
      CAPTURE(value, from_zero);
      const auto axis = value_axis(value, value, from_zero);
      CHECK(axis.from < axis.to);
      CHECK(axis.from <= value);
      CHECK(axis.to >= value);
      CHECK(std::isfinite(axis.pixel(value)));
    }
  }
}

TEST_CASE("axis: ticks lie inside and zero has no sign", "[reports][axis]") {
  CHECK(ticks(0, 1, 0.5) == std::vector<double>{0, 0.5, 1});
  CHECK_FALSE(std::signbit(ticks(0, 6e9, 2e9).front()));
  CHECK(ticks(30, 70, 10).size() == 5);
}
