#include "reports/sparkline.h"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("sparkline: a line from edge to edge with a name for those who do not see it",
          "[reports]") {
  const auto svg = sparkline({1, 2, 0}, "rate of <x>");
  CHECK(svg.find("role=\"img\" aria-label=\"rate of &lt;x&gt;\"") != std::string::npos);
  CHECK(svg.find("points=\"2.0,14.0 90.0,2.0 178.0,26.0\"") != std::string::npos);
}

TEST_CASE("sparkline: one value is no line, and equal values are a level one", "[reports]") {
  CHECK(sparkline({1}, "x").empty());
  CHECK(sparkline({0, 0}, "x").find("points=\"2.0,26.0 178.0,26.0\"") != std::string::npos);
}

TEST_CASE("sparkline: many values are thinned and the lowest is kept", "[reports]") {
  std::vector<double> values(10000, 100);
  values[4321] = 0;
  const auto svg = sparkline(values, "x");
  CHECK(std::ranges::count(svg, ',') <= 300);
  CHECK(svg.find(",26.0") != std::string::npos);
}
