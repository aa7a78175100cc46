#include "certsuite/workloads/corpus.h"

#include <algorithm>
#include <array>

namespace rackproof {
namespace {

using Maker = CorpusUnit (*)(std::uint64_t seed);

constexpr std::array<Maker, kCorpusUnits> kMakers{
    corpus_gemm,      corpus_softmax,   corpus_gather,  corpus_train,  corpus_batched_gemm,
    corpus_attention, corpus_layernorm, corpus_rmsnorm, corpus_gating, corpus_conv,
    corpus_optimiser, corpus_reduce,    corpus_llama,
};

}  // namespace

std::string_view kernel_text(std::string_view name) {
  for (const auto& kernel : kernel_texts()) {
    if (kernel.name == name) {
      return kernel.text;
    }
  }
  return {};
}

std::vector<CorpusUnit> make_corpus(std::uint64_t seed, std::size_t count) {
  std::vector<CorpusUnit> units;
  for (std::size_t i = 0; i < std::min(count, kMakers.size()); ++i) {
    units.push_back(kMakers[i](seed));
  }
  return units;
}

}  // namespace rackproof
