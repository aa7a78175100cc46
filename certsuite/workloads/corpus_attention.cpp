#include <utility>

#include "certsuite/workloads/bounded.h"
#include "certsuite/workloads/corpus.h"
#include "certsuite/workloads/corpus_data.h"
#include "certsuite/workloads/corpus_judging.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::size_t kHeads = 4;  // as c03_attention.c has it
constexpr std::size_t kPositions = 128;
constexpr std::size_t kWidth = 64;
constexpr std::size_t kRows = kHeads * kPositions;
constexpr std::size_t kOperand = kRows * kWidth;
constexpr std::size_t kWeights = kRows * kPositions;

struct Data {
  std::vector<float> q;
  std::vector<float> k;
  std::vector<float> v;
};

/// The first number of the head that a row (head and query) belongs to.
std::size_t head_of(std::size_t row) {
  return row / kPositions * kPositions * kWidth;
}

/// softmax(Q K^T / 8), row by row. The division is exact.
std::vector<Bounded> weights_of(const Data& data) {
  std::vector<Bounded> weights;
  for (std::size_t row = 0; row < kRows; ++row) {
    const auto query = std::span(data.q).subspan(row * kWidth, kWidth);
    std::vector<Bounded> scores;
    for (std::size_t t = 0; t < kPositions; ++t) {
      constexpr double kScale = 0.125;
      const auto score = dot(query, {data.k.data() + head_of(row) + t * kWidth, 1});
      scores.push_back({score.value * kScale, score.error * kScale});
    }
    const auto one = softmax(scores);
    weights.insert(weights.end(), one.begin(), one.end());
  }
  return weights;
}

/// P V from the weights that the program itself put out: they are exact, and their own bounds need
/// not be carried on.
std::vector<Bounded> mixed_by(const std::vector<float>& weights, const Data& data) {
  std::vector<Bounded> mixed;
  for (std::size_t row = 0; row < kRows; ++row) {
    const auto of_row = std::span(weights).subspan(row * kPositions, kPositions);
    for (std::size_t d = 0; d < kWidth; ++d) {
      mixed.push_back(dot(of_row, {data.v.data() + head_of(row) + d, kWidth}));
    }
  }
  return mixed;
}

/// Each row of weights sums up to 1 but for the errors of its weights.
std::string row_sums(const std::vector<Bounded>& bounds, const std::vector<float>& weights) {
  for (std::size_t row = 0; row < kRows; ++row) {
    double sum = 0;
    double error = 0;
    for (std::size_t t = row * kPositions; t < (row + 1) * kPositions; ++t) {
      sum += weights[t];
      error += bounds[t].error;
    }
    if (!(std::abs(sum - 1) <= error)) {
      return "the weights of row " + std::to_string(row) + " sum up to " + format_double(sum);
    }
  }
  return "";
}

std::string judge(const Data& data, const std::vector<Bounded>& bounds,
                  std::span<const std::byte> output) {
  const auto weights = numbers_at<float>(output, 0, kWeights);
  if (auto trouble = outside(bounds, weights, element_of("P", kPositions)); !trouble.empty()) {
    return trouble;
  }
  if (auto trouble = row_sums(bounds, weights); !trouble.empty()) {
    return trouble;
  }
  const auto mixed = numbers_at<float>(output, kWeights * sizeof(float), kOperand);
  return outside(mixed_by(weights, data), mixed, element_of("PV", kWidth));
}

}  // namespace

CorpusUnit corpus_attention(std::uint64_t seed) {
  constexpr float kSpread = 2;  // scores of some size: weights that differ
  Data data{fractions_of(seed ^ 31U, kOperand, kSpread),
            fractions_of(seed ^ 32U, kOperand, kSpread), fractions_of(seed ^ 33U, kOperand, 1)};
  CorpusCase one{"fractions", {}, (kWeights + kOperand) * sizeof(float), {}};
  one.same_everywhere = false;  // expf
  for (const auto* numbers : {&data.q, &data.k, &data.v}) {
    append_numbers(one.input, *numbers);
  }
  auto bounds = weights_of(data);
  one.judge = [data = std::move(data), bounds = std::move(bounds)](
                  std::span<const std::byte> output) { return judge(data, bounds, output); };
  return {"c03_attention", kernel_text("c03_attention"), {std::move(one)}};
}

}  // namespace rackproof
