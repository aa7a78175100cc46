#include <utility>

#include "certsuite/workloads/corpus.h"
#include "certsuite/workloads/corpus_data.h"
#include "certsuite/workloads/corpus_judging.h"

namespace rackproof {
namespace {

constexpr std::size_t kRanks = 8;  // as c11_reduce_scatter.c has it
constexpr std::size_t kCount = 65536;
constexpr std::size_t kShard = kCount / kRanks;

}  // namespace

CorpusUnit corpus_reduce(std::uint64_t seed) {
  constexpr int kLargest = 1'000'000;  // eight of them stay under 2^24: every order is exact
  const auto held = integers_of(seed ^ 111U, kRanks * kCount, kLargest);
  std::vector<float> expected(kCount);
  for (std::size_t i = 0; i < held.size(); ++i) {
    expected[i % kCount] += held[i];
  }
  CorpusCase one{"integers", {}, kCount * sizeof(float), {}};
  append_numbers(one.input, held);
  one.judge = [expected = std::move(expected)](std::span<const std::byte> output) {
    const auto name = [](std::size_t index) {
      return "rank " + std::to_string(index / kShard) + ", element " +
             std::to_string(index % kShard);
    };
    return differing(expected, numbers_at<float>(output, 0, kCount), name);
  };
  return {"c11_reduce_scatter", kernel_text("c11_reduce_scatter"), {std::move(one)}};
}

}  // namespace rackproof
