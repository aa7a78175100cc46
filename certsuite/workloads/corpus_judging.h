#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "certsuite/workloads/bounded.h"
#include "certsuite/workloads/corpus_data.h"

/// What the judges of several units share. Pure; any thread.
namespace rackproof {

/// What an element is called: "C[1][44]".
using ElementName = std::function<std::string(std::size_t index)>;

/// "name[index / columns][index % columns]".
[[nodiscard]] ElementName element_of(std::string name, std::size_t columns);

/// "" when every number lies within its bound, else the first that does not, what it is and what
/// double precision gives.
[[nodiscard]] std::string outside(std::span<const Bounded> bounds, std::span<const float> seen,
                                  const ElementName& name);

/// "" when both hold the same words, else the first that differs.
template <typename Number>
[[nodiscard]] std::string differing(const std::vector<Number>& expected,
                                    const std::vector<Number>& seen, const ElementName& name) {
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (seen[i] != expected[i]) {
      return name(i) + " is " + shown(seen[i]) + ", exactly " + shown(expected[i]);
    }
  }
  return "";
}

/// Every other number of `b` that a sum takes.
struct Column {
  const float* first;
  std::size_t stride;
};

/// base + sum of row[i] * column[i]: one rounding a product and one an addition, in any order of
/// the sum, so gamma_(n+1) times the sizes of all that is added.
[[nodiscard]] Bounded dot(std::span<const float> row, Column column, float base = 0);

/// The weights exp(s - largest) / sum of one row of scores.
[[nodiscard]] std::vector<Bounded> softmax(std::span<const Bounded> scores);

/// sqrt(mean square + epsilon) of exact numbers.
[[nodiscard]] Bounded root_mean_square(std::span<const float> row, double epsilon);

/// x / size * gain, element by element.
[[nodiscard]] std::vector<Bounded> normalised(std::span<const float> row,
                                              std::span<const float> gain);

/// The epsilon of every norm in the corpus: 2^-17, exact.
inline constexpr double kNormEpsilon = 1.0 / (1 << 17);

/// `count` numbers of `scale` times (-1, 1).
[[nodiscard]] std::vector<float> fractions_of(std::uint64_t seed, std::size_t count, float scale);

/// `count` whole numbers from -largest to largest.
[[nodiscard]] std::vector<float> integers_of(std::uint64_t seed, std::size_t count, int largest);

}  // namespace rackproof
