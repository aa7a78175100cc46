#include <cmath>

#include <catch2/catch.hpp>

#include "tests/support/compiled_unit.h"

using namespace rackproof;
using testing::output_of;
using testing::with_float;

namespace {

constexpr auto kOff = [](float value) { return value + 0.0005F; };

/// Every number of one row, changed alike.
template <typename Change>
CorpusBytes with_row(CorpusBytes output, std::size_t row, Change change) {
  for (std::size_t j = 0; j < 1024; ++j) {
    output = with_float(std::move(output), row * 1024 + j, change);
  }
  return output;
}

}  // namespace

TEST_CASE("c04: an element may differ by its own roundings and no more", "[workloads][corpus]") {
  const auto unit = corpus_layernorm(1);
  for (const auto& one : unit.cases) {
    const auto right = output_of(unit, one);
    CHECK(one.judge(right).empty());
    CHECK_THAT(one.judge(with_float(right, 1026, kOff)), Catch::StartsWith("y[1][2] is further"));
  }
}

TEST_CASE("c04: a row without mean 0 and variance 1 is told as such", "[workloads][corpus]") {
  const auto unit = corpus_layernorm(1);
  const auto& plain = unit.cases.at(1);
  const auto right = output_of(unit, plain);
  CHECK(plain.judge(with_row(right, 3, kOff)) == "the mean of row 3 is not 0");
  const auto wider = [](float value) { return value * 1.0005F; };
  CHECK(plain.judge(with_row(right, 4, wider)) == "the variance of row 4 is not 1");
  const auto lost = [](float) { return std::nanf(""); };
  CHECK(plain.judge(with_float(right, 0, lost)) == "the mean of row 0 is not 0");
}

TEST_CASE("c05: the residual sum is compared bit for bit, the norm within its bound",
          "[workloads][corpus]") {
  const auto unit = corpus_rmsnorm(1);
  const auto& one = unit.cases.at(0);
  const auto right = output_of(unit, one);
  CHECK(one.judge(right).empty());
  const auto next = [](float value) { return std::nextafter(value, 1e9F); };
  CHECK_THAT(one.judge(with_float(right, 1025, next)), Catch::StartsWith("h[1][1] is "));
  CHECK(one.judge(with_float(right, 64 * 1024 + 7, next)).empty());
  CHECK_THAT(one.judge(with_float(right, 64 * 1024 + 7, kOff)),
             Catch::StartsWith("y[0][7] is further"));
}
