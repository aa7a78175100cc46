#include <catch2/catch.hpp>

#include "tests/support/compiled_unit.h"

using namespace rackproof;
using testing::output_of;
using testing::with_float;

TEST_CASE("c13: eight steps stay within their proven bounds and the loss falls",
          "[workloads][corpus]") {
  const auto unit = corpus_train(1);
  const auto& steps = unit.cases.at(0);
  const auto right = output_of(unit, steps);
  CHECK(steps.judge(right).empty());
  const auto loss = [&right](std::size_t step) {
    float value = 0;
    std::memcpy(&value, right.data() + step * (1 + 2 * 128 * 128) * sizeof(float), sizeof value);
    return value;
  };
  for (std::size_t step = 1; step < 8; ++step) {
    CHECK(loss(step) < loss(step - 1));
  }
}

TEST_CASE("c13: a loss or a weight that is off by little more than rounding is found",
          "[workloads][corpus]") {
  const auto unit = corpus_train(1);
  const auto& steps = unit.cases.at(0);
  const auto right = output_of(unit, steps);
  const auto off = [](float value) { return value + 0.0005F; };
  CHECK_THAT(steps.judge(with_float(right, 0, off)), Catch::StartsWith("the loss after step 1"));
  CHECK_THAT(steps.judge(with_float(right, 1, off)), Catch::StartsWith("W1[0][0] after step 1"));
  CHECK_THAT(steps.judge(with_float(right, right.size() / sizeof(float) - 1, off)),
             Catch::StartsWith("W2[127][127] after step 8"));
}
