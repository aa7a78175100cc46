#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace rackproof {

/// Unit roundoff of IEEE single precision, round to nearest.
inline constexpr double kSingleRoundoff = 1.0 / (1 << 24);

/// gamma_n = n u / (1 - n u): the relative error that n roundings can add up to
/// (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., lemma 3.1).
[[nodiscard]] constexpr double gamma(double roundings) {
  return roundings * kSingleRoundoff / (1 - roundings * kSingleRoundoff);
}

/// A number worked out in double precision, and how far a single-precision program that does the
/// same operations in the same order can be from it: running error analysis (Higham, section 3.3).
/// Every operation adds its operands' errors as they spread and one rounding of its own result.
/// Double precision's own rounding is 2^-29 of that and drowns in the slack of each step.
struct Bounded {
  double value = 0;
  double error = 0;  ///< Not negative.
};

/// Single precision's smallest step, for what underflows.
inline constexpr double kSmallestStep = 1.5e-45;

/// What a program holds is exact: it is what it is.
[[nodiscard]] inline Bounded exactly(float number) {
  return {static_cast<double>(number), 0};
}

/// One rounding of a result whose exact size is at most |value| + spread; or the smallest step.
[[nodiscard]] inline Bounded rounded(double value, double spread) {
  return {value, spread + kSingleRoundoff * (std::abs(value) + spread) + kSmallestStep};
}

[[nodiscard]] inline Bounded operator+(const Bounded& a, const Bounded& b) {
  return rounded(a.value + b.value, a.error + b.error);
}
[[nodiscard]] inline Bounded operator-(const Bounded& a, const Bounded& b) {
  return rounded(a.value - b.value, a.error + b.error);
}
[[nodiscard]] inline Bounded operator*(const Bounded& a, const Bounded& b) {
  return rounded(a.value * b.value,
                 std::abs(a.value) * b.error + std::abs(b.value) * a.error + a.error * b.error);
}
/// By a power of two or an exact small integer: `divisor` carries no error.
[[nodiscard]] inline Bounded operator/(const Bounded& a, double divisor) {
  return rounded(a.value / divisor, a.error / std::abs(divisor));
}

/// By a number that carries an error. Where that could be zero nothing is proven: an infinite
/// error, which holds nothing.
[[nodiscard]] inline Bounded operator/(const Bounded& a, const Bounded& b) {
  const double value = a.value / b.value;
  const double least = std::abs(b.value) - b.error;
  if (!(least > 0)) {
    return {0, std::numeric_limits<double>::infinity()};
  }
  return rounded(value, (a.error + std::abs(value) * b.error) / least);
}

/// Correctly rounded (IEEE 754 asks that of a square root). Of what may be negative: as above.
[[nodiscard]] inline Bounded square_root(const Bounded& a) {
  const double least = a.value - a.error;
  if (least < 0) {
    return {0, std::numeric_limits<double>::infinity()};
  }
  const double value = std::sqrt(a.value);
  return rounded(value, value - std::sqrt(least));  // steepest below
}

/// glibc's expf is off by at most 1 ulp on x86-64, which is two roundings (glibc manual, "Known
/// Maximum Errors in Math Functions").
inline constexpr double kExponentialRoundings = 2;

[[nodiscard]] inline Bounded exponential(const Bounded& a) {
  const double value = std::exp(a.value);
  const double spread = value * std::expm1(a.error);  // steepest above
  return rounded(value, spread + (kExponentialRoundings - 1) * kSingleRoundoff * (value + spread));
}

/// The larger one: never further from the larger of two others than the worse of both errors.
[[nodiscard]] inline Bounded larger(const Bounded& a, const Bounded& b) {
  return {std::max(a.value, b.value), std::max(a.error, b.error)};
}

/// max(0, a): never further apart than a was.
[[nodiscard]] inline Bounded rectified(const Bounded& a) {
  if (a.value + a.error <= 0) {
    return {0, 0};
  }
  return {a.value > 0 ? a.value : 0, a.error};
}

/// `passing` where `gate` is above zero, else 0. Where the gate's sign is not certain, the program
/// may rightly have taken the other way: the bound then covers both.
[[nodiscard]] inline Bounded gated(const Bounded& gate, const Bounded& passing) {
  if (gate.value > gate.error) {
    return passing;
  }
  if (gate.value + gate.error <= 0) {
    return {0, 0};
  }
  const bool open = gate.value > 0;
  return {open ? passing.value : 0, std::abs(passing.value) + passing.error};
}

[[nodiscard]] inline bool within(const Bounded& bound, float seen) {
  return std::isfinite(bound.error) &&
         std::abs(static_cast<double>(seen) - bound.value) <= bound.error;  // false for a NaN
}

}  // namespace rackproof
