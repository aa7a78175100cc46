#include <algorithm>
#include <cmath>
#include <utility>

#include "certsuite/workloads/bounded.h"
#include "certsuite/workloads/corpus.h"
#include "certsuite/workloads/corpus_data.h"
#include "certsuite/workloads/corpus_judging.h"

namespace rackproof {
namespace {

constexpr std::size_t kRows = 64;  // as c06_softmax.c has it
constexpr std::size_t kColumns = 1000;
constexpr std::size_t kElements = kRows * kColumns;

/// One row in double precision. An element takes: the rounding of its difference, which the
/// exponential turns into |difference| relative ones; the exponential's own; the same of the terms
/// of the sum, the largest difference at worst; 999 additions; the division.
void add_row(const float* row, std::vector<Bounded>& bounds) {
  const double largest = *std::max_element(row, row + kColumns);
  double sum = 0;
  double widest = 0;
  for (std::size_t j = 0; j < kColumns; ++j) {
    sum += std::exp(row[j] - largest);
    widest = std::max(widest, largest - row[j]);
  }
  for (std::size_t j = 0; j < kColumns; ++j) {
    const double roundings =
        (largest - row[j]) + widest + 2 * kExponentialRoundings + static_cast<double>(kColumns);
    const double value = std::exp(row[j] - largest) / sum;
    bounds.push_back({value, gamma(roundings) * value});
  }
}

CorpusCase make_case(std::string name, const std::vector<float>& x, bool halves_agree) {
  std::vector<Bounded> bounds;
  for (std::size_t i = 0; i < kRows; ++i) {
    add_row(x.data() + i * kColumns, bounds);
  }
  CorpusCase made{std::move(name), {}, kElements * sizeof(float), {}};
  made.same_everywhere = false;  // expf
  append_numbers(made.input, x);
  made.judge = [bounds = std::move(bounds),
                halves_agree](std::span<const std::byte> output) -> std::string {
    const auto half = output.size() / 2;
    if (halves_agree && !std::ranges::equal(output.first(half), output.subspan(half))) {
      return "rows that an integer shifts differ from the unshifted ones";
    }
    return outside(bounds, numbers_at<float>(output, 0, kElements), element_of("y", kColumns));
  };
  return made;
}

/// The second half of the rows is the first one plus 5: every difference is exact, so softmax must
/// not see the shift.
std::vector<float> shifted_integers(std::uint64_t seed) {
  constexpr std::uint64_t kSpan = 21;
  constexpr float kShift = 5;
  std::vector<float> x(kElements);
  for (std::size_t i = 0; i < kElements / 2; ++i) {
    x[i] = static_cast<float>(mixed_word(seed ^ 7U, i) % kSpan) - 10.0F;
    x[i + kElements / 2] = x[i] + kShift;
  }
  return x;
}

}  // namespace

CorpusUnit corpus_softmax(std::uint64_t seed) {
  constexpr float kRange = 8;
  CorpusUnit unit{"c06_softmax", kernel_text("c06_softmax"), {}};
  unit.cases.push_back(make_case("fractions", fractions_of(seed ^ 6U, kElements, kRange), false));
  unit.cases.push_back(make_case("shifted integers", shifted_integers(seed), true));
  return unit;
}

}  // namespace rackproof
