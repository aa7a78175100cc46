#include "schemas/store/unpacked.h"

#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

using testing::at_second;

UnpackedColumn column_of(const Series& points) {
  Columns columns;
  columns.add_column(3);
  for (const auto& point : points) {
    columns.add(0, point);
  }
  return UnpackedColumn(std::move(columns));
}

TEST_CASE("unpacked: plain is a column of finite values of one kind in order of time",
          "[schemas][store]") {
  const Point one{at_second(1), 1.0};
  CHECK(column_of({one, {at_second(1), 2.0}, {at_second(2), -0.0}}).plain);
  CHECK(column_of({{at_second(1), std::int64_t{1}}, {at_second(2), INT64_MAX}}).plain);
  CHECK_FALSE(column_of({one, {at_second(0), 2.0}}).plain);
  CHECK_FALSE(column_of({one, {at_second(2), std::int64_t{2}}}).plain);
  CHECK_FALSE(column_of({one, {at_second(2), Error{ErrorKind::io, "bus"}}}).plain);
  CHECK_FALSE(column_of({{at_second(1), Error{ErrorKind::io, "bus"}}}).plain);
  CHECK_FALSE(column_of({one, {at_second(2), std::numeric_limits<double>::infinity()}}).plain);
  CHECK_FALSE(column_of({one, {at_second(2), std::numeric_limits<double>::quiet_NaN()}}).plain);
  const UnpackedColumn none{Columns()};
  CHECK_FALSE(none.plain);
  CHECK(none.column() == nullptr);
  CHECK(none.bytes() >= sizeof(UnpackedColumn));
  CHECK(column_of({one}).bytes() >= sizeof(UnpackedColumn) + 16);
}

TEST_CASE("unpacked: summaries are found by metric, and only those that there are",
          "[schemas][store]") {
  Summaries summaries(3);
  summaries[0].metric = 9;
  summaries[1].metric = 2;
  summaries[2].metric = UINT32_MAX;  // no such row: it must not cost four thousand million places
  const KnownSummaries known(summaries);
  REQUIRE(known.find(9) != nullptr);
  CHECK(known.find(9)->metric == 9);
  REQUIRE(known.find(2) != nullptr);
  CHECK(known.find(0) == nullptr);
  CHECK(known.find(3) == nullptr);
  CHECK(known.find(10) == nullptr);
  CHECK(known.find(UINT32_MAX) == nullptr);
  CHECK(known.bytes() < 100'000);
}

TEST_CASE("unpacked: a stretch ends where stamps say, however it was guessed", "[schemas][store]") {
  const std::vector<std::int64_t> stamps{1, 2, 2, 5, 7, 7, 7, 9};
  for (std::size_t from = 0; from <= stamps.size(); ++from) {
    for (const std::int64_t end : {0, 2, 3, 7, 8, 9, 10}) {
      std::size_t to = from;
      while (to < stamps.size() && stamps[to] < end) {
        ++to;
      }
      for (std::size_t guess = 0; guess <= stamps.size() + 1; ++guess) {
        INFO(from << " before " << end << ", guess " << guess);
        const auto stretch = stretch_before(stamps, from, end, guess);
        CHECK(stretch.from == from);
        CHECK(stretch.to == to);
      }
    }
  }
}

TEST_CASE("unpacked: what belongs to chunks that were forgotten is not held on to",
          "[schemas][store]") {
  ChunkTable chunks;
  Unpacked unpacked;
  for (const std::int64_t id : {4, 5, 9}) {
    const ChunkHead head{.id = id, .device = 1, .points = 1, .body_sum = 70 + id};
    chunks.remember(head);
    unpacked.columns.keep(part_of(head, 3), column_of({{at_second(1), 2.5}}), 100);
    unpacked.summaries.keep(part_of(head), KnownSummaries(Summaries(1)), 10);
  }
  unpacked.keep_only(chunks);
  CHECK(unpacked.columns.bytes() == 300);
  chunks.forget(std::vector<std::int64_t>{4, 5});
  CHECK(chunks.ids() == std::vector<std::int64_t>{9});
  unpacked.keep_only(chunks);
  CHECK(unpacked.columns.bytes() == 100);
  CHECK(unpacked.summaries.bytes() == 10);
  CHECK(unpacked.columns.find({9, 79, 3}) != nullptr);
  CHECK(unpacked.columns.find({5, 75, 3}) == nullptr);
}

}  // namespace
}  // namespace rackproof::store
