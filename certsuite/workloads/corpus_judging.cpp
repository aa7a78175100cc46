#include "certsuite/workloads/corpus_judging.h"

#include <cmath>
#include <utility>

#include "schemas/text.h"

namespace rackproof {

ElementName element_of(std::string name, std::size_t columns) {
  return [name = std::move(name), columns](std::size_t index) {
    return name + "[" + std::to_string(index / columns) + "][" + std::to_string(index % columns) +
           "]";
  };
}

std::string outside(std::span<const Bounded> bounds, std::span<const float> seen,
                    const ElementName& name) {
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    if (!within(bounds[i], seen[i])) {
      return name(i) + " is further from double precision than " + format_double(bounds[i].error) +
             ": " + shown(seen[i]) + ", not " + format_double(bounds[i].value);
    }
  }
  return "";
}

Bounded dot(std::span<const float> row, Column column, float base) {
  double sum = base;
  double sizes = std::abs(sum);
  for (std::size_t i = 0; i < row.size(); ++i) {
    const double term = static_cast<double>(row[i]) * column.first[i * column.stride];
    sum += term;
    sizes += std::abs(term);
  }
  const auto count = static_cast<double>(row.size());
  return {sum, gamma(count + 1) * sizes + count * kSmallestStep};
}

std::vector<Bounded> softmax(std::span<const Bounded> scores) {
  Bounded largest = scores[0];
  for (const auto& score : scores) {
    largest = larger(largest, score);
  }
  std::vector<Bounded> weights;
  Bounded sum;
  for (const auto& score : scores) {
    weights.push_back(exponential(score - largest));
    sum = sum + weights.back();
  }
  for (auto& weight : weights) {
    weight = weight / sum;
  }
  return weights;
}

Bounded root_mean_square(std::span<const float> row, double epsilon) {
  const auto squares = dot(row, {row.data(), 1});
  return square_root(squares / static_cast<double>(row.size()) + Bounded{epsilon, 0});
}

std::vector<Bounded> normalised(std::span<const float> row, std::span<const float> gain) {
  const auto size = root_mean_square(row, kNormEpsilon);
  std::vector<Bounded> bounds;
  for (std::size_t i = 0; i < row.size(); ++i) {
    bounds.push_back(exactly(row[i]) / size * exactly(gain[i]));
  }
  return bounds;
}

std::vector<float> fractions_of(std::uint64_t seed, std::size_t count, float scale) {
  std::vector<float> numbers(count);
  for (std::size_t i = 0; i < count; ++i) {
    numbers[i] = scale * signed_fraction(seed, i);
  }
  return numbers;
}

std::vector<float> integers_of(std::uint64_t seed, std::size_t count, int largest) {
  const auto span = 2 * static_cast<std::uint64_t>(largest) + 1;
  std::vector<float> numbers(count);
  for (std::size_t i = 0; i < count; ++i) {
    numbers[i] = static_cast<float>(mixed_word(seed, i) % span) - static_cast<float>(largest);
  }
  return numbers;
}

}  // namespace rackproof
