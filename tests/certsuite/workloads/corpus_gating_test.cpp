#include <catch2/catch.hpp>

#include "tests/support/compiled_unit.h"

using namespace rackproof;
using testing::output_of;

namespace {

CorpusBytes with_word(CorpusBytes output, std::size_t index, std::uint32_t word) {
  std::memcpy(output.data() + index * sizeof word, &word, sizeof word);
  return output;
}

}  // namespace

TEST_CASE("c07: each choice and each load must be the right one, also where scores tie",
          "[workloads][corpus]") {
  const auto unit = corpus_gating(1);
  REQUIRE(unit.cases.size() == 2);
  for (const auto& one : unit.cases) {
    const auto right = output_of(unit, one);
    CHECK(one.judge(right).empty());
    CHECK_THAT(one.judge(with_word(right, 5, 99)),
               Catch::StartsWith("the second expert of token 2 is 99, exactly "));
    CHECK_THAT(one.judge(with_word(right, 254, 99)),
               Catch::StartsWith("the best expert of token 127 is 99"));
    CHECK_THAT(one.judge(with_word(right, 256 + 15, 1000)),
               Catch::StartsWith("the load of expert 15 is 1000"));
  }
}

TEST_CASE("c07: of equal scores the lower expert wins", "[workloads][corpus]") {
  const auto unit = corpus_gating(1);
  const auto& ties = unit.cases.at(1);
  std::vector<float> scores(128 * 16);
  std::memcpy(scores.data(), ties.input.data(), ties.input.size());
  std::vector<std::uint32_t> chosen(2 * 128);
  const auto right = output_of(unit, ties);
  std::memcpy(chosen.data(), right.data(), chosen.size() * sizeof(std::uint32_t));
  int tied = 0;
  for (std::size_t t = 0; t < 128; ++t) {
    const auto best = chosen[2 * t];
    const auto second = chosen[2 * t + 1];
    REQUIRE(best != second);
    if (scores[t * 16 + best] == scores[t * 16 + second]) {
      ++tied;
      CHECK(best < second);
    }
  }
  CHECK(tied > 10);
}
