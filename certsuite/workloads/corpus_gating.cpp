#include <utility>

#include "certsuite/workloads/corpus.h"
#include "certsuite/workloads/corpus_data.h"
#include "certsuite/workloads/corpus_judging.h"

namespace rackproof {
namespace {

constexpr std::size_t kTokens = 128;  // as c07_gating.c has it
constexpr std::size_t kExperts = 16;

using Words = std::vector<std::uint32_t>;

/// The expert with the largest score but for `barred`; of equal ones the first.
std::uint32_t best_but(const float* scores, std::uint32_t barred) {
  std::uint32_t best = barred == 0 ? 1 : 0;
  for (std::uint32_t e = best + 1; e < kExperts; ++e) {
    if (e != barred && scores[e] > scores[best]) {
      best = e;
    }
  }
  return best;
}

Words chosen_by(const std::vector<float>& scores) {
  Words chosen;
  Words load(kExperts);
  for (std::size_t t = 0; t < kTokens; ++t) {
    const auto* of_token = scores.data() + t * kExperts;
    const auto best = best_but(of_token, kExperts);
    const auto second = best_but(of_token, best);
    chosen.insert(chosen.end(), {best, second});
    ++load[best];
    ++load[second];
  }
  chosen.insert(chosen.end(), load.begin(), load.end());
  return chosen;
}

std::string element(std::size_t index) {
  if (index >= 2 * kTokens) {
    return "the load of expert " + std::to_string(index - 2 * kTokens);
  }
  return (index % 2 == 0 ? "the best expert of token " : "the second expert of token ") +
         std::to_string(index / 2);
}

CorpusCase case_of(std::string name, std::uint64_t seed, int largest) {
  const auto scores = integers_of(seed, kTokens * kExperts, largest);
  auto expected = chosen_by(scores);
  CorpusCase one{std::move(name), {}, expected.size() * sizeof(std::uint32_t), {}};
  append_numbers(one.input, scores);
  one.judge = [expected = std::move(expected)](std::span<const std::byte> output) {
    return differing(expected, numbers_at<std::uint32_t>(output, 0, expected.size()), element);
  };
  return one;
}

}  // namespace

CorpusUnit corpus_gating(std::uint64_t seed) {
  CorpusUnit unit{"c07_gating", kernel_text("c07_gating"), {}};
  constexpr int kWide = 1000000;  // hardly a tie
  constexpr int kNarrow = 3;      // ties in every token
  unit.cases.push_back(case_of("wide scores", seed ^ 71U, kWide));
  unit.cases.push_back(case_of("ties", seed ^ 72U, kNarrow));
  return unit;
}

}  // namespace rackproof
