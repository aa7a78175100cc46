#include <array>
#include <cmath>
#include <utility>

#include "certsuite/workloads/bounded.h"
#include "certsuite/workloads/corpus.h"
#include "certsuite/workloads/corpus_data.h"
#include "certsuite/workloads/corpus_judging.h"

namespace rackproof {
namespace {

constexpr std::size_t kCount = 100'000;  // as c10_adamw.c has it

using Floats = std::vector<float>;

/// struct settings of c10_adamw.c.
struct Settings {
  float adam = 0;
  float rate = 0;
  float beta1 = 0;
  float beta2 = 0;
  float epsilon = 0;
  float decay = 0;
  float correction1 = 0;
  float correction2 = 0;
};

/// Loshchilov and Hutter's usual numbers, at the tenth step.
Settings adam_settings() {
  constexpr double kStep = 10;
  constexpr double kBeta1 = 0.9;
  constexpr double kBeta2 = 0.999;
  return {1,
          0.001F,
          static_cast<float>(kBeta1),
          static_cast<float>(kBeta2),
          1e-8F,
          0.01F,
          static_cast<float>(1 - std::pow(kBeta1, kStep)),
          static_cast<float>(1 - std::pow(kBeta2, kStep))};
}

struct State {
  Floats w;
  Floats g;
  Floats m;
  Floats v;
};

CorpusBytes bytes_of(const Settings& settings, std::initializer_list<const Floats*> all) {
  CorpusBytes bytes;
  append_numbers(bytes, std::vector<Settings>{settings});
  for (const auto* numbers : all) {
    append_numbers(bytes, *numbers);
  }
  return bytes;
}

std::string element(std::size_t index) {
  constexpr std::array<std::string_view, 3> kNames{"parameter ", "first moment ", "second moment "};
  return std::string(kNames.at(index / kCount)) + std::to_string(index % kCount);
}

/// In the kernel's order of operations; parameters, then first moments, then second ones.
std::vector<Bounded> adam_step(const Settings& s, const State& state) {
  std::vector<Bounded> after(3 * kCount);
  const Bounded one{1, 0};
  const auto rest1 = one - exactly(s.beta1);
  const auto rest2 = one - exactly(s.beta2);
  for (std::size_t i = 0; i < kCount; ++i) {
    const auto w = exactly(state.w[i]);
    const auto g = exactly(state.g[i]);
    const auto first = exactly(s.beta1) * exactly(state.m[i]) + rest1 * g;
    const auto second = exactly(s.beta2) * exactly(state.v[i]) + rest2 * (g * g);
    const auto size = square_root(second / exactly(s.correction2)) + exactly(s.epsilon);
    const auto step = first / exactly(s.correction1) / size + exactly(s.decay) * w;
    after[i] = w - exactly(s.rate) * step;
    after[kCount + i] = first;
    after[2 * kCount + i] = second;
  }
  return after;
}

CorpusCase adam_case(std::uint64_t seed) {
  State state{fractions_of(seed ^ 101U, kCount, 1), fractions_of(seed ^ 102U, kCount, 1),
              fractions_of(seed ^ 103U, kCount, 1), fractions_of(seed ^ 104U, kCount, 1)};
  for (auto& second : state.v) {
    second = second * second;  // a mean of squares
  }
  const auto settings = adam_settings();
  CorpusCase one{"AdamW",
                 bytes_of(settings, {&state.w, &state.g, &state.m, &state.v}),
                 3 * kCount * sizeof(float),
                 {}};
  one.judge = [bounds = adam_step(settings, state)](std::span<const std::byte> output) {
    return outside(bounds, numbers_at<float>(output, 0, bounds.size()), element);
  };
  return one;
}

/// Integers and a rate of 1/4 of gradients in fours: every step is exact.
CorpusCase descent_case(std::uint64_t seed) {
  constexpr int kLargest = 1000;
  constexpr float kRate = 0.25F;
  const auto w = integers_of(seed ^ 105U, kCount, kLargest);
  auto g = integers_of(seed ^ 106U, kCount, kLargest);
  Floats expected(kCount);
  for (std::size_t i = 0; i < kCount; ++i) {
    expected[i] = w[i] - g[i];
    g[i] = g[i] / kRate;
  }
  const Settings settings{.adam = 0, .rate = kRate};
  CorpusCase one{
      "plain descent, integers", bytes_of(settings, {&w, &g}), kCount * sizeof(float), {}};
  one.judge = [expected = std::move(expected)](std::span<const std::byte> output) {
    return differing(expected, numbers_at<float>(output, 0, kCount), element);
  };
  return one;
}

}  // namespace

CorpusUnit corpus_optimiser(std::uint64_t seed) {
  CorpusUnit unit{"c10_adamw", kernel_text("c10_adamw"), {}};
  unit.cases.push_back(adam_case(seed));
  unit.cases.push_back(descent_case(seed));
  return unit;
}

}  // namespace rackproof
