#include "schemas/store/column.h"

#include <numeric>
#include <vector>

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

TEST_CASE("column: points in a row come in as if one by one, whatever stamps the others have",
          "[schemas][store]") {
  const Stamps stamps{10, 20, 30};
  const std::vector<std::uint64_t> words{1, 0, 2, 0, 3, 0};
  const PointsInRow row{stamps, Kind::count, words, 2};
  for (const auto& others : std::vector<Stamps>{{}, {10}, {10, 20, 30}, {10, 20, 31, 40}, {9}}) {
    Columns in_row;
    Columns one_by_one;
    for (auto* columns : {&in_row, &one_by_one}) {
      columns->add_column(1);
      columns->add_column(2);
      for (const auto stamp : others) {
        columns->add(0, stamp, Kind::measurement, 0);
      }
    }
    in_row.add_row(1, 1, row);
    for (std::size_t i = 0; i < stamps.size(); ++i) {
      one_by_one.add(1, stamps[i], Kind::count, i + 1);
    }
    CHECK(
        testing::same_bits(in_row.read(in_row.columns[1]), one_by_one.read(one_by_one.columns[1])));
    CHECK(
        testing::same_bits(in_row.read(in_row.columns[0]), one_by_one.read(one_by_one.columns[0])));
    CHECK(in_row.lists == one_by_one.lists);
  }
}

TEST_CASE("column: a row of points comes into columns of several lists as if one by one",
          "[schemas][store]") {
  constexpr std::size_t kColumns = 12;
  const std::vector<Stamps> before{{}, {10}, {20}, {10, 20}};
  const Stamps stamps{30, 40};
  std::vector<std::uint64_t> words(2 * kColumns);
  std::iota(words.begin(), words.end(), std::uint64_t{100});
  Columns in_row;
  Columns one_by_one;
  for (auto* columns : {&in_row, &one_by_one}) {
    for (std::size_t i = 0; i < kColumns; ++i) {
      columns->add_column(static_cast<std::uint32_t>(i + 1));
      for (const auto stamp : before[(i * 5) % before.size()]) {
        columns->add(i, stamp, Kind::count, i);
      }
    }
  }
  in_row.add_row(1, kColumns - 1, {stamps, Kind::count, words, kColumns});
  for (std::size_t i = 1; i < kColumns; ++i) {
    one_by_one.add(i, 30, Kind::count, words[i - 1]);
    one_by_one.add(i, 40, Kind::count, words[i - 1 + kColumns]);
  }
  for (std::size_t i = 0; i < kColumns; ++i) {
    CHECK(
        testing::same_bits(in_row.read(in_row.columns[i]), one_by_one.read(one_by_one.columns[i])));
    CHECK(in_row.columns[i].runs == one_by_one.columns[i].runs);
  }
}

TEST_CASE("column: one that knows what it may come to takes that room when it grows again",
          "[schemas][store]") {
  Columns columns;
  columns.add_column(1);
  columns.columns[0].expected = 600;
  columns.make_room(0, 10);
  CHECK(columns.columns[0].words.capacity() < 100);  // what was before may still be in memory
  columns.add(0, 1, Kind::count, 1);
  columns.make_room(0, 20);
  CHECK(columns.columns[0].words.capacity() == 600);
  columns.make_room(0, 700);
  CHECK(columns.columns[0].words.capacity() >= 701);
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
