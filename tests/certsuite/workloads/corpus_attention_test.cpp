#include <cmath>

#include <catch2/catch.hpp>

#include "tests/support/compiled_unit.h"

using namespace rackproof;
using testing::output_of;
using testing::with_float;

namespace {

constexpr std::size_t kWeights = 4 * 128 * 128;  // the rest is what they mix

}  // namespace

TEST_CASE("c03: weights and what they mix stay within their bounds and no further",
          "[workloads][corpus]") {
  const auto unit = corpus_attention(1);
  const auto& one = unit.cases.at(0);
  const auto right = output_of(unit, one);
  CHECK(one.judge(right).empty());
  const auto off = [](float value) { return value + 0.0001F; };
  CHECK_THAT(one.judge(with_float(right, 130, off)), Catch::StartsWith("P[1][2] is further"));
  CHECK_THAT(one.judge(with_float(right, kWeights + 65, off)),
             Catch::StartsWith("PV[1][1] is further"));
  const auto lost = [](float) { return std::nanf(""); };
  CHECK_FALSE(one.judge(with_float(right, right.size() / sizeof(float) - 1, lost)).empty());
}

TEST_CASE("c03: each row of weights sums up to 1", "[workloads][corpus]") {
  const auto unit = corpus_attention(2);
  const auto right = output_of(unit, unit.cases.at(0));
  std::vector<float> weights(kWeights);
  std::memcpy(weights.data(), right.data(), kWeights * sizeof(float));
  for (std::size_t row = 0; row < 4 * 128; ++row) {
    double sum = 0;
    for (std::size_t t = 0; t < 128; ++t) {
      sum += weights[row * 128 + t];
    }
    REQUIRE(sum == Approx(1).epsilon(1e-5));
  }
}
