#include <cmath>
#include <utility>

#include "certsuite/workloads/bounded.h"
#include "certsuite/workloads/corpus.h"
#include "certsuite/workloads/corpus_data.h"
#include "certsuite/workloads/corpus_judging.h"

namespace rackproof {
namespace {

constexpr std::size_t kRows = 64;  // as c04_layernorm.c and c05_rmsnorm.c have it
constexpr std::size_t kColumns = 1024;
constexpr std::size_t kElements = kRows * kColumns;

using Row = std::span<const float>;

struct Scaling {
  std::vector<float> gain;
  std::vector<float> bias;
};

/// One row of c04, operation by operation.
void add_layernorm(Row x, const Scaling& scaling, std::vector<Bounded>& bounds) {
  Bounded sum;
  for (const float number : x) {
    sum = sum + exactly(number);
  }
  const auto mean = sum / static_cast<double>(kColumns);
  std::vector<Bounded> offsets;
  Bounded squares;
  for (const float number : x) {
    offsets.push_back(exactly(number) - mean);
    squares = squares + offsets.back() * offsets.back();
  }
  const auto deviation =
      square_root(squares / static_cast<double>(kColumns) + Bounded{kNormEpsilon, 0});
  for (std::size_t j = 0; j < kColumns; ++j) {
    bounds.push_back(offsets[j] / deviation * exactly(scaling.gain[j]) + exactly(scaling.bias[j]));
  }
}

/// v / (v + epsilon) of each row: the variance that is left when it is divided by v + epsilon.
std::vector<double> variances_left(Row x) {
  std::vector<double> left;
  for (std::size_t row = 0; row < kRows; ++row) {
    const auto of_row = x.subspan(row * kColumns, kColumns);
    double mean = 0;
    double variance = 0;
    for (const float number : of_row) {
      mean += static_cast<double>(number) / kColumns;
    }
    for (const float number : of_row) {
      variance += (number - mean) * (number - mean) / kColumns;
    }
    left.push_back(variance / (variance + kNormEpsilon));
  }
  return left;
}

/// Mean and variance of one row that was put out, and how far its elements' errors can move them.
struct Moments {
  Bounded mean;
  Bounded variance;
};

Moments moments_of(std::span<const Bounded> bounds, Row seen) {
  Moments moments;
  for (std::size_t j = 0; j < kColumns; ++j) {
    const double value = seen[j];
    const double error = bounds[j].error;
    moments.mean.value += value / kColumns;
    moments.mean.error += error / kColumns;
    moments.variance.value += value * value / kColumns;
    moments.variance.error += (2 * std::abs(value) + error) * error / kColumns;
  }
  return moments;
}

bool agrees(const Bounded& seen, double expected) {
  return std::abs(seen.value - expected) <= seen.error;  // false for a NaN
}

/// What every normalised row has, whatever went in: mean 0, and variance 1 but for epsilon.
std::string invariants(std::span<const Bounded> bounds, const std::vector<double>& variances,
                       Row seen) {
  for (std::size_t row = 0; row < kRows; ++row) {
    const auto at = row * kColumns;
    const auto moments = moments_of(bounds.subspan(at, kColumns), seen.subspan(at, kColumns));
    if (!agrees(moments.mean, 0)) {
      return "the mean of row " + std::to_string(row) + " is not 0";
    }
    if (!agrees(moments.variance, variances[row])) {
      return "the variance of row " + std::to_string(row) + " is not 1";
    }
  }
  return "";
}

CorpusCase layernorm_case(std::string name, const Scaling& scaling, const std::vector<float>& x) {
  CorpusCase one{std::move(name), {}, kElements * sizeof(float), {}};
  append_numbers(one.input, scaling.gain);
  append_numbers(one.input, scaling.bias);
  append_numbers(one.input, x);
  std::vector<Bounded> bounds;
  for (std::size_t row = 0; row < kRows; ++row) {
    add_layernorm(Row(x).subspan(row * kColumns, kColumns), scaling, bounds);
  }
  one.judge = [bounds = std::move(bounds)](std::span<const std::byte> output) {
    return outside(bounds, numbers_at<float>(output, 0, kElements), element_of("y", kColumns));
  };
  return one;
}

/// Without gain and bias the output must have mean 0 and variance 1 as well.
CorpusCase plain_case(const std::vector<float>& x) {
  const Scaling none{std::vector<float>(kColumns, 1), std::vector<float>(kColumns, 0)};
  std::vector<Bounded> bounds;
  for (std::size_t row = 0; row < kRows; ++row) {
    add_layernorm(Row(x).subspan(row * kColumns, kColumns), none, bounds);
  }
  auto one = layernorm_case("mean 0, variance 1", none, x);
  one.judge = [by_element = std::move(one.judge), bounds = std::move(bounds),
               variances = variances_left(x)](std::span<const std::byte> output) {
    auto trouble = invariants(bounds, variances, numbers_at<float>(output, 0, kElements));
    return trouble.empty() ? by_element(output) : trouble;
  };
  return one;
}

std::string judge_rmsnorm(const std::vector<float>& gain, const std::vector<float>& sums,
                          std::span<const std::byte> output) {
  const auto seen_sums = numbers_at<float>(output, 0, kElements);
  // One addition, correctly rounded: there is one right answer.
  if (auto trouble = differing(sums, seen_sums, element_of("h", kColumns)); !trouble.empty()) {
    return trouble;
  }
  const auto seen = numbers_at<float>(output, kElements * sizeof(float), kElements);
  std::vector<Bounded> bounds;
  for (std::size_t row = 0; row < kRows; ++row) {
    const auto one = normalised(Row(sums).subspan(row * kColumns, kColumns), gain);
    bounds.insert(bounds.end(), one.begin(), one.end());
  }
  return outside(bounds, seen, element_of("y", kColumns));
}

}  // namespace

CorpusUnit corpus_layernorm(std::uint64_t seed) {
  constexpr float kSpread = 4;
  const auto x = fractions_of(seed ^ 41U, kElements, kSpread);
  const Scaling scaling{fractions_of(seed ^ 42U, kColumns, 1),
                        fractions_of(seed ^ 43U, kColumns, 1)};
  CorpusUnit unit{"c04_layernorm", kernel_text("c04_layernorm"), {}};
  unit.cases.push_back(layernorm_case("gain and bias", scaling, x));
  unit.cases.push_back(plain_case(x));
  return unit;
}

CorpusUnit corpus_rmsnorm(std::uint64_t seed) {
  const auto gain = fractions_of(seed ^ 51U, kColumns, 1);
  const auto x = fractions_of(seed ^ 52U, kElements, 2);
  const auto residual = fractions_of(seed ^ 53U, kElements, 2);
  std::vector<float> sums(kElements);
  for (std::size_t i = 0; i < kElements; ++i) {
    sums[i] = x[i] + residual[i];
  }
  CorpusCase one{"fractions", {}, 2 * kElements * sizeof(float), {}};
  for (const auto* numbers : {&gain, &x, &residual}) {
    append_numbers(one.input, *numbers);
  }
  one.judge = [gain, sums = std::move(sums)](std::span<const std::byte> output) {
    return judge_rmsnorm(gain, sums, output);
  };
  return {"c05_rmsnorm", kernel_text("c05_rmsnorm"), {std::move(one)}};
}

}  // namespace rackproof
