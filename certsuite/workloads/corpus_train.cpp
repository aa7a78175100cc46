#include <span>
#include <utility>

#include "certsuite/workloads/bounded.h"
#include "certsuite/workloads/corpus.h"
#include "certsuite/workloads/corpus_data.h"
#include "certsuite/workloads/corpus_judging.h"

namespace rackproof {
namespace {

constexpr std::size_t kWide = 128;  // as c13_train.c has it
constexpr std::size_t kBatch = 32;
constexpr std::size_t kSteps = 8;
constexpr std::size_t kWeights = kWide * kWide;
constexpr std::size_t kActivities = kBatch * kWide;
constexpr std::size_t kStepNumbers = 1 + 2 * kWeights;
constexpr double kRate = 0.125;

using Numbers = std::vector<Bounded>;
using Floats = std::vector<float>;

Numbers all_exactly(const Floats& floats) {
  Numbers numbers;
  for (const float number : floats) {
    numbers.push_back(exactly(number));
  }
  return numbers;
}

struct Data {
  Floats w1;
  Floats w2;
  Floats x;
  Floats target;
};

Data data_of(std::uint64_t seed) {
  constexpr float kWeightScale = 0.125F;  // a power of two: exact
  return {fractions_of(seed ^ 13U, kWeights, kWeightScale),
          fractions_of(seed ^ 14U, kWeights, kWeightScale),
          fractions_of(seed ^ 15U, kActivities, 1), fractions_of(seed ^ 16U, kActivities, 1)};
}

std::span<const Bounded> row_of(const Numbers& numbers, std::size_t row) {
  return std::span(numbers).subspan(row * kWide, kWide);
}

void add_scaled(std::span<const Bounded> row, const Bounded& factor, std::span<Bounded> sums) {
  for (std::size_t j = 0; j < kWide; ++j) {
    sums[j] = sums[j] + factor * row[j];
  }
}

Bounded product(std::span<const Bounded> left, std::span<const Bounded> right) {
  Bounded sum;
  for (std::size_t j = 0; j < kWide; ++j) {
    sum = sum + left[j] * right[j];
  }
  return sum;
}

/// Over the batch, of the weight from `i` to `j`.
Bounded slope_at(const Numbers& in, std::size_t i, const Numbers& error, std::size_t j) {
  Bounded sum;
  for (std::size_t b = 0; b < kBatch; ++b) {
    sum = sum + in[b * kWide + i] * error[b * kWide + j];
  }
  return sum / static_cast<double>(kBatch);
}

/// One step of c13_train.c, sums in the same order, with proven bounds instead of bits. It starts
/// from the weights that the program itself put out before: bounds carried over several steps would
/// grow beyond use, and with every step right the curve is right.
class TrainingStep {
 public:
  TrainingStep(const Data& data, const Floats& w1, const Floats& w2)
      : w1_(all_exactly(w1)),
        w2_(all_exactly(w2)),
        x_(all_exactly(data.x)),
        target_(all_exactly(data.target)) {}

  /// Loss, W1 and W2, as the unit puts them out after each step.
  Numbers run() {
    auto hidden = layer(w1_, x_);
    for (auto& number : hidden) {
      number = rectified(number);
    }
    auto error = layer(w2_, hidden);
    Numbers result{loss_and_error(error)};
    const auto back = backward(error, hidden);
    descend(w2_, hidden, error);
    descend(w1_, x_, back);
    result.insert(result.end(), w1_.begin(), w1_.end());
    result.insert(result.end(), w2_.begin(), w2_.end());
    return result;
  }

 private:
  static Numbers layer(const Numbers& weights, const Numbers& in) {
    Numbers out(kActivities);
    for (std::size_t b = 0; b < kBatch; ++b) {
      for (std::size_t i = 0; i < kWide; ++i) {
        add_scaled(row_of(weights, i), in[b * kWide + i], std::span(out).subspan(b * kWide, kWide));
      }
    }
    return out;
  }

  [[nodiscard]] Bounded loss_and_error(Numbers& out) const {
    Bounded sum;
    for (std::size_t i = 0; i < kActivities; ++i) {
      out[i] = out[i] - target_[i];
      sum = sum + out[i] * out[i];
    }
    return sum / static_cast<double>(kActivities);
  }

  [[nodiscard]] Numbers backward(const Numbers& error, const Numbers& hidden) const {
    Numbers back(kActivities);
    for (std::size_t b = 0; b < kBatch; ++b) {
      for (std::size_t i = 0; i < kWide; ++i) {
        back[b * kWide + i] =
            gated(hidden[b * kWide + i], product(row_of(error, b), row_of(w2_, i)));
      }
    }
    return back;
  }

  static void descend(Numbers& weights, const Numbers& in, const Numbers& error) {
    for (std::size_t i = 0; i < kWide; ++i) {
      for (std::size_t j = 0; j < kWide; ++j) {
        auto& weight = weights[i * kWide + j];
        weight = weight - Bounded{kRate, 0} * slope_at(in, i, error, j);
      }
    }
  }

  Numbers w1_;
  Numbers w2_;
  Numbers x_;
  Numbers target_;
};

std::string element(std::size_t step, std::size_t index) {
  const auto after = " after step " + std::to_string(step + 1);
  if (index == 0) {
    return "the loss" + after;
  }
  const auto weight = index - 1;
  return (weight < kWeights ? "W1[" : "W2[") + std::to_string(weight % kWeights / kWide) + "][" +
         std::to_string(weight % kWide) + "]" + after;
}

std::string judge_steps(const Data& data, std::span<const std::byte> output) {
  auto w1 = data.w1;
  auto w2 = data.w2;
  for (std::size_t step = 0; step < kSteps; ++step) {
    const auto seen = numbers_at<float>(output, step * kStepNumbers * sizeof(float), kStepNumbers);
    const auto bounds = TrainingStep(data, w1, w2).run();
    const auto name = [step](std::size_t index) { return element(step, index); };
    if (auto trouble = outside(bounds, seen, name); !trouble.empty()) {
      return trouble;
    }
    const auto second = seen.begin() + 1 + static_cast<std::ptrdiff_t>(kWeights);
    w1.assign(seen.begin() + 1, second);
    w2.assign(second, seen.end());
  }
  return "";
}

}  // namespace

CorpusUnit corpus_train(std::uint64_t seed) {
  auto data = data_of(seed);
  CorpusCase steps{"eight steps", {}, kSteps * kStepNumbers * sizeof(float), {}};
  for (const auto* numbers : {&data.w1, &data.w2, &data.x, &data.target}) {
    append_numbers(steps.input, *numbers);
  }
  steps.judge = [data = std::move(data)](std::span<const std::byte> output) {
    return judge_steps(data, output);
  };
  return {"c13_train", kernel_text("c13_train"), {std::move(steps)}};
}

}  // namespace rackproof
