#include "certsuite/workloads/corpus_judging.h"

#include <array>
#include <cmath>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("corpus judging: the first element outside its bound is named with both values",
          "[workloads][corpus]") {
  const std::vector<Bounded> bounds{{1, 0.5}, {2, 0.5}, {3, 0.5}};
  const auto name = element_of("y", 2);
  CHECK(outside(bounds, std::vector<float>{1.5F, 1.5F, 2.5F}, name).empty());
  CHECK(outside(bounds, std::vector<float>{1, 2, 4}, name) ==
        "y[1][0] is further from double precision than 0.5: 4, not 3");
  CHECK_FALSE(outside(bounds, std::vector<float>{1, std::nanf(""), 3}, name).empty());
}

TEST_CASE("corpus judging: words are equal or the first that differs is named",
          "[workloads][corpus]") {
  const std::vector<std::uint32_t> right{1, 2};
  CHECK(differing(right, right, element_of("w", 2)).empty());
  CHECK(differing(right, {1, 7}, element_of("w", 2)) == "w[0][1] is 7, exactly 2");
  CHECK_FALSE(differing<float>({1}, {std::nanf("")}, element_of("w", 2)).empty());
}

TEST_CASE("corpus judging: a single-precision dot product in any order lies within its bound",
          "[workloads][corpus]") {
  for (std::uint64_t trial = 0; trial < 100; ++trial) {
    const auto a = fractions_of(trial, 200, 1);
    const auto b = fractions_of(trial + 1000, 400, 100);
    const auto bound = dot(a, {b.data(), 2}, 5);
    float up = 5;
    float down = 0;
    for (std::size_t i = 0; i < 200; ++i) {
      up += a[i] * b[2 * i];
      down += a[199 - i] * b[2 * (199 - i)];
    }
    REQUIRE(within(bound, up));
    REQUIRE(within(bound, down + 5));
    REQUIRE(bound.error < 0.5);
  }
}

TEST_CASE("corpus judging: softmax weights sum up to 1 and carry small errors",
          "[workloads][corpus]") {
  const std::array<Bounded, 3> scores{Bounded{1, 0}, Bounded{2, 0}, Bounded{-30, 0}};
  const auto weights = softmax(scores);
  CHECK(weights[0].value + weights[1].value + weights[2].value == Approx(1));
  CHECK(weights[1].value == Approx(1 / (1 + std::exp(-1.0))));
  for (const auto& weight : weights) {
    CHECK(weight.error > 0);
    CHECK(weight.error < 1e-5 * weight.value + 1e-40);
  }
}

TEST_CASE("corpus judging: data are exact, in range and others for another seed",
          "[workloads][corpus]") {
  for (const float number : integers_of(3, 1000, 8)) {
    REQUIRE(number == std::round(number));
    REQUIRE(std::abs(number) <= 8);
  }
  for (const float number : fractions_of(3, 1000, 2)) {
    REQUIRE(std::abs(number) < 2);
  }
  CHECK(integers_of(3, 100, 8) != integers_of(4, 100, 8));
  CHECK(fractions_of(3, 100, 1) != fractions_of(4, 100, 1));
}
