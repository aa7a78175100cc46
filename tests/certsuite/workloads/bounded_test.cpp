#include "certsuite/workloads/bounded.h"

#include <limits>

#include <catch2/catch.hpp>

#include "certsuite/workloads/corpus_data.h"

using namespace rackproof;

TEST_CASE("bounded: no single-precision sum of products leaves its bound", "[workloads][corpus]") {
  for (std::uint64_t trial = 0; trial < 200; ++trial) {
    float seen = 0;
    Bounded bound;
    for (std::uint64_t k = 0; k < 300; ++k) {
      const float a = signed_fraction(trial, 2 * k);
      const float b = 1000 * signed_fraction(trial, 2 * k + 1);
      seen = seen + a * b;
      bound = bound + Bounded{static_cast<double>(a), 0} * Bounded{static_cast<double>(b), 0};
    }
    REQUIRE(within(bound, seen));
    REQUIRE(bound.error < 1);
  }
}

TEST_CASE("bounded: errors of the operands spread through every operation", "[workloads][corpus]") {
  const Bounded a{2, 0.25};
  const Bounded b{-3, 0.5};
  CHECK((a + b).error == Approx(0.75).epsilon(1e-6));
  CHECK((a - b).error == Approx(0.75).epsilon(1e-6));
  CHECK((a * b).error == Approx(2 * 0.5 + 3 * 0.25 + 0.125).epsilon(1e-6));
  CHECK((a / 4).error == Approx(0.0625).epsilon(1e-6));
}

TEST_CASE("bounded: quotients, roots and exponentials of single precision stay in their bounds",
          "[workloads][corpus]") {
  for (std::uint64_t trial = 0; trial < 2000; ++trial) {
    const float a = 50 * signed_fraction(trial, 1);
    const float b = 1.5F + signed_fraction(trial, 2);
    const auto quotient = exactly(a) / exactly(b);
    REQUIRE(within(quotient, a / b));
    REQUIRE(within(square_root(quotient * quotient), std::sqrt((a / b) * (a / b))));
    REQUIRE(within(exponential(quotient), std::exp(a / b)));
    REQUIRE(quotient.error <= 1e-7 * std::abs(quotient.value) + 1e-40);
  }
}

TEST_CASE("bounded: an operand's error covers whatever lies within it", "[workloads][corpus]") {
  const Bounded a{2, 0.25};
  const Bounded b{-3, 0.5};
  CHECK((a / b).error >= 2.25 / 2.5 - 2.0 / 3);
  CHECK(exponential(a).error >= std::exp(2.25) - std::exp(2.0));
  CHECK(square_root(a).error >= std::sqrt(2.0) - std::sqrt(1.75));
  CHECK(larger(a, b).value == 2);
  CHECK(larger(a, b).error == 0.5);
}

TEST_CASE("bounded: what cannot be proven holds nothing", "[workloads][corpus]") {
  const auto by_zero = Bounded{1, 0} / Bounded{0.25, 0.25};
  CHECK_FALSE(within(by_zero, 0));
  CHECK_FALSE(within(square_root({0.1, 0.2}), 0.3F));
  CHECK_FALSE(within(by_zero + Bounded{1, 0}, 1));
}

TEST_CASE("bounded: a rectifier whose sign is not certain covers both ways",
          "[workloads][corpus]") {
  CHECK(rectified({-1, 0.5}).error == 0);
  CHECK(within(rectified({-0.1, 0.5}), 0.3F));
  CHECK(within(rectified({0.1, 0.5}), 0));
  const Bounded passing{7, 0.125};
  CHECK(gated({1, 0.5}, passing).error == 0.125);
  CHECK(gated({-1, 0.5}, passing).value == 0);
  CHECK(gated({-1, 0.5}, passing).error == 0);
  CHECK(within(gated({0.1, 0.5}, passing), 0));
  CHECK(within(gated({-0.1, 0.5}, passing), 7));
}

TEST_CASE("bounded: what is no number is within nothing", "[workloads][corpus]") {
  CHECK_FALSE(within({0, 1e300}, std::nanf("")));
  CHECK_FALSE(within({0, 1}, std::numeric_limits<float>::infinity()));
}
