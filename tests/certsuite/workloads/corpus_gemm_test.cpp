#include <cmath>

#include <catch2/catch.hpp>

#include "tests/support/compiled_unit.h"

using namespace rackproof;
using testing::output_of;
using testing::with_float;

TEST_CASE("c01: integers are compared bit for bit", "[workloads][corpus]") {
  const auto unit = corpus_gemm(1);
  const auto& integers = unit.cases.at(0);
  const auto right = output_of(unit, integers);
  CHECK(integers.judge(right).empty());
  const auto next = [](float value) { return std::nextafter(value, 1e9F); };
  CHECK_THAT(integers.judge(with_float(right, 300, next)), Catch::StartsWith("C[1][44] is "));
  CHECK_FALSE(integers.judge(with_float(right, 65535, next)).empty());
  CHECK_FALSE(integers.judge(CorpusBytes(right.size())).empty());
}

TEST_CASE("c01: fractions may differ by gamma of K times |A||B| and no more",
          "[workloads][corpus]") {
  const auto unit = corpus_gemm(1);
  const auto& fractions = unit.cases.at(1);
  const auto right = output_of(unit, fractions);
  CHECK(fractions.judge(right).empty());
  const auto nudged = [](float value) { return value + 1e-7F; };
  CHECK(fractions.judge(with_float(right, 5, nudged)).empty());
  const auto off = [](float value) { return value + 0.01F; };
  CHECK_THAT(fractions.judge(with_float(right, 5, off)), Catch::StartsWith("C[0][5] is further"));
  const auto lost = [](float) { return std::nanf(""); };
  CHECK_FALSE(fractions.judge(with_float(right, 5, lost)).empty());
}

TEST_CASE("c01: another seed is other data", "[workloads][corpus]") {
  CHECK(corpus_gemm(1).cases[0].input != corpus_gemm(2).cases[0].input);
  CHECK(corpus_gemm(1).cases[0].input == corpus_gemm(1).cases[0].input);
}

TEST_CASE("c02: eight products are judged like one, and named by their number",
          "[workloads][corpus]") {
  const auto unit = corpus_batched_gemm(1);
  const auto& integers = unit.cases.at(0);
  const auto right = output_of(unit, integers);
  CHECK(integers.judge(right).empty());
  const auto next = [](float value) { return std::nextafter(value, 1e9F); };
  CHECK_THAT(integers.judge(with_float(right, 7 * 128 * 128 + 129, next)),
             Catch::StartsWith("C[7][1][1] is "));
  const auto& fractions = unit.cases.at(1);
  const auto close = output_of(unit, fractions);
  CHECK(fractions.judge(close).empty());
  const auto off = [](float value) { return value + 0.01F; };
  CHECK_THAT(fractions.judge(with_float(close, 5, off)),
             Catch::StartsWith("C[0][0][5] is further"));
}
