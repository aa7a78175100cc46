#include "certsuite/workloads/corpus.h"

namespace rackproof {

std::string_view kernel_text(std::string_view name) {
  for (const auto& kernel : kernel_texts()) {
    if (kernel.name == name) {
      return kernel.text;
    }
  }
  return {};
}

std::vector<CorpusUnit> make_corpus(std::uint64_t seed) {
  std::vector<CorpusUnit> units;
  units.push_back(corpus_gemm(seed));
  units.push_back(corpus_softmax(seed));
  units.push_back(corpus_gather(seed));
  units.push_back(corpus_train(seed));
  return units;
}

}  // namespace rackproof
