#include <cmath>

#include <catch2/catch.hpp>

#include "tests/support/compiled_unit.h"

using namespace rackproof;
using testing::output_of;
using testing::with_float;

TEST_CASE("c11: the shard of every rank is compared bit for bit", "[workloads][corpus]") {
  const auto unit = corpus_reduce(1);
  const auto& one = unit.cases.at(0);
  const auto right = output_of(unit, one);
  CHECK(one.judge(right).empty());
  const auto next = [](float value) { return std::nextafter(value, 1e9F); };
  CHECK_THAT(one.judge(with_float(right, 0, next)), Catch::StartsWith("rank 0, element 0 is "));
  CHECK_THAT(one.judge(with_float(right, 65535, next)),
             Catch::StartsWith("rank 7, element 8191 is "));
}
