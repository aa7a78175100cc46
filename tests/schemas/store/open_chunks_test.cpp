#include "schemas/store/open_chunks.h"

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

using testing::at_second;

/// true where it is the first point of a column.
bool add(OpenChunks& open, Row device, Row metric, const Point& point) {
  open.count(1);
  return open.for_point(device, point.taken_at.time_since_epoch().count()).add(metric, point);
}

TEST_CASE("open chunks: a chunk grows until it is full or spans an hour", "[schemas][store]") {
  OpenChunks open;
  for (int second = 0; second <= 3600; ++second) {
    add(open, 1, 1, {at_second(second), std::int64_t{second}});
  }
  CHECK(open.of_device(1).size() == 1);
  add(open, 1, 1, {at_second(3601), std::int64_t{3601}});
  CHECK(open.of_device(1).size() == 2);
  for (std::size_t i = 0; i <= kMaxChunkPoints; ++i) {
    CHECK_FALSE(
        (add(open, 2, 1, {at_second(0), std::int64_t{0}}) && i != 0 && i != kMaxChunkPoints));
  }
  CHECK(open.of_device(2).size() == 2);
  CHECK(open.of_device(3).empty());
}

TEST_CASE("open chunks: what is full is written once, what grows goes to the journal",
          "[schemas][store]") {
  OpenChunks open;
  add(open, 1, 1, {at_second(0), 1.0});
  add(open, 1, 2, {at_second(3700), 1.0});
  CHECK(open.full_ones(false).size() == 1);
  CHECK(open.grown().size() == 1);
  CHECK(open.unwritten_points() == 2);
  CHECK(open.first_row_needed(7) == 7);
  open.written(7);
  CHECK(open.full_ones(false).empty());
  CHECK(open.grown().empty());
  CHECK(open.unwritten_points() == 0);
  CHECK(open.first_row_needed(9) == 7);
  REQUIRE(open.of_device(1).size() == 1);
  CHECK(open.of_device(1).front().head.first_ns == at_second(3700).time_since_epoch().count());
  add(open, 1, 1, {at_second(3690), 1.0});
  REQUIRE(open.grown().size() == 1);
  CHECK(open.grown()[0]->head.points == 2);
  CHECK(open.grown()[0]->head.first_ns == at_second(3690).time_since_epoch().count());
  CHECK(open.full_ones(true).size() == 1);
  open.written(9);
  CHECK(open.of_device(1).empty());
  CHECK(open.first_row_needed(10) == 10);
}

TEST_CASE("open chunks: a device that fell silent does not hold the journal for ever",
          "[schemas][store]") {
  OpenChunks open;
  add(open, 1, 1, {at_second(0), 1.0});
  add(open, 2, 1, {at_second(0), 1.0});
  open.written(1);
  for (int second = 1; second <= 3601; ++second) {
    add(open, 2, 1, {at_second(second), 1.0});
  }
  const auto full = open.full_ones(false);
  REQUIRE(full.size() == 2);
  CHECK(full[0]->head.device == 1);
  CHECK(open.first_row_needed(5) == 5);
}

TEST_CASE(
    "open chunks: where much is read a chunk spans ten minutes, and an hour again once it is "
    "written",
    "[schemas][store]") {
  OpenChunks open;
  const auto fill = [&open](Row device, std::int64_t points) {
    auto& chunk = open.from_journal(device, true);
    chunk.add(1, {at_second(0), 1.0});
    chunk.head.points = points;
  };
  add(open, 1, 1, {at_second(0), 1.0});
  add(open, 1, 1, {at_second(601), 1.0});
  CHECK(open.full_ones(false).empty());
  for (Row device = 2; device <= 4; ++device) {
    fill(device, static_cast<std::int64_t>(kMaxChunkPoints));  // as if there were so many
  }
  CHECK(open.full_ones(false).size() == 4);
  open.written(1);
  add(open, 1, 1, {at_second(700), 1.0});
  CHECK(open.full_ones(false).empty());
  add(open, 1, 1, {at_second(1400), 1.0});
  CHECK(open.full_ones(false).empty());
}

TEST_CASE("open chunks: as little is held in memory as was asked for", "[schemas][store]") {
  OpenChunks open;
  open.hold_at_most(3);
  for (int second = 0; second < 3; ++second) {
    add(open, 1, 1, {at_second(second), 1.0});
  }
  CHECK(open.full_ones(false).empty());
  add(open, 1, 1, {at_second(3), 1.0});
  CHECK(open.full_ones(false).size() == 1);
}

TEST_CASE("open chunks: where memory gets short, chunks are written before they are full",
          "[schemas][store]") {
  OpenChunks open;
  constexpr Row kDevices = 70;
  for (Row device = 1; device <= kDevices; ++device) {
    auto& chunk = open.from_journal(device, false);
    chunk.add(1, {at_second(0), 1.0});
    chunk.head.points = static_cast<std::int64_t>(kMaxChunkPoints);  // as if there were so many
  }
  CHECK(open.full_ones(false).size() == kDevices);
  OpenChunks few;
  few.from_journal(1, false).add(1, {at_second(0), 1.0});
  CHECK(few.full_ones(false).empty());
}

TEST_CASE("open chunks: stamps at both ends of time do not overflow", "[schemas][store]") {
  OpenChunks open;
  add(open, 1, 1, {UtcTime::max(), 1.0});
  add(open, 1, 1, {UtcTime::min(), 1.0});
  CHECK(open.of_device(1).size() == 2);
}

}  // namespace
}  // namespace rackproof::store
