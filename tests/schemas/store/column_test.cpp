#include "schemas/store/column.h"

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

using testing::at_second;

TEST_CASE("column: columns that are stamped together share their stamps", "[schemas][store]") {
  Columns columns;
  for (std::uint32_t metric = 1; metric <= 40; ++metric) {
    columns.add_column(metric);
  }
  for (int second = 0; second < 50; ++second) {
    const std::size_t stride = second % 5 == 0 ? 1 : 2;  // odd ones every fifth second, all at once
    for (std::size_t column = 0; column < 40; column += stride) {
      columns.add(column, {at_second(second), std::int64_t{second}});
    }
  }
  CHECK(columns.lists.size() == 2);
  CHECK(columns.points() == 20 * 50 + 20 * 10);
  CHECK(columns.read(columns.columns[1]).back().taken_at == at_second(45));
  CHECK(columns.read(columns.columns[2]).back().taken_at == at_second(49));
  const auto some = columns.read(columns.columns[2], {at_second(3), at_second(5)});
  REQUIRE(some.size() == 2);
  CHECK(some[1].taken_at == at_second(4));
}

TEST_CASE("column: wild readings come back, each reason held once", "[schemas][store]") {
  testing::SampleMaker maker(15);
  Columns columns;
  Series given[3];
  for (std::uint32_t metric = 0; metric < 3; ++metric) {
    columns.add_column(metric + 1);
  }
  for (const auto& sample : maker.samples(900, 3)) {
    const Point point{sample.taken_at, sample.reading};
    given[sample.device].push_back(point);
    columns.add(sample.device, point);
  }
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(testing::same_bits(columns.read(columns.columns[i]), given[i]));
  }
  CHECK(columns.reasons.in_order().size() <= 33);
  CHECK(columns.find(2) == &columns.columns[1]);
  CHECK(columns.find(9) == nullptr);
}

}  // namespace
}  // namespace rackproof::store
