#include "schemas/store/open_chunk.h"

#include <array>
#include <bit>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

using testing::at_second;

TEST_CASE("open chunk: it knows its first and last stamp, and what no flush has saved",
          "[schemas][store]") {
  OpenChunk chunk;
  CHECK(chunk.add(9, {at_second(5), 1.0}));
  CHECK_FALSE(chunk.add(9, {at_second(3), 2.0}));
  CHECK(chunk.add(2, {at_second(4), Error{ErrorKind::io, "bus"}}));
  CHECK(chunk.head.points == 3);
  CHECK(chunk.head.first_ns == at_second(3).time_since_epoch().count());
  CHECK(chunk.head.last_ns == at_second(5).time_since_epoch().count());
  CHECK(chunk.unwritten == 3);
  chunk.mark_kept(4);
  chunk.mark_kept(5);
  CHECK(chunk.unwritten == 0);
  CHECK(chunk.first_row == 4);
  const auto reached_at = [](int second, std::uint64_t word, std::uint32_t points, Kind kind) {
    return Reached{word, at_second(second).time_since_epoch().count(), points, kind};
  };
  CHECK(chunk.kept ==
        std::vector{reached_at(3, std::bit_cast<std::uint64_t>(2.0), 2, Kind::measurement),
                    reached_at(4, 0, 1, Kind::reason)});
  CHECK(chunk.kept_reasons == 1);
}

/// A pass over three metrics, of one device.
Samples pass_at(int second, std::vector<Reading> readings) {
  static constexpr std::array<Metric, 3> kMetrics{};
  Samples samples;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    samples.push_back({0, &kMetrics[i], at_second(second), std::move(readings[i])});
  }
  return samples;
}

void make_columns(OpenChunk& chunk, const Samples& pass) {
  for (std::size_t i = 0; i < pass.size(); ++i) {
    const auto row = static_cast<Row>(i + 1);
    chunk.arrive(chunk.column_of(row, pass[i].metric), at_second(0).time_since_epoch().count(),
                 pass[i].reading);
  }
}

TEST_CASE("open chunk: what goes on as the pass before is taken at once, and nothing else",
          "[schemas][store]") {
  OpenChunk chunk;
  CHECK(chunk.take_usual(pass_at(0, {1.0, 2.0, 3.0})) == 0);  // no metric is known yet
  make_columns(chunk, pass_at(0, {1.0, 2.0, 3.0}));
  CHECK(chunk.take_usual(pass_at(1, {1.5, 2.5, 3.5})) == 3);
  CHECK(chunk.take_usual(pass_at(2, {std::int64_t{4}, 5.0, 6.0})) == 1);  // of another kind
  auto late = pass_at(2, {5.0, 6.0});
  late[0].metric = pass_at(2, {1.0, 1.0, 1.0})[1].metric;
  late[1].metric = pass_at(2, {1.0, 1.0, 1.0})[2].metric;
  late[1].taken_at = at_second(3);
  CHECK(chunk.take_usual(late) == 1);  // of another stamp
  late.erase(late.begin());
  late.push_back(pass_at(4, {1.0})[0]);
  late.back().device = 1;
  CHECK(chunk.take_usual(late) == 1);  // of another device, and a pass begins anew
  auto broken = pass_at(5, {1.0, 2.0});
  broken[0].reading = Error{ErrorKind::io, "bus"};
  CHECK(chunk.take_usual(broken) == 0);
  CHECK(chunk.head.points == 9);
  CHECK(chunk.unwritten == 9);
  chunk.settle();
  REQUIRE(chunk.columns.columns.size() == 3);
  const auto first = chunk.columns.read(chunk.columns.columns[0]);
  REQUIRE(first.size() == 3);
  CHECK(std::get<double>(first[1].reading) == 1.5);
  CHECK(std::get<std::int64_t>(first[2].reading) == 4);
  CHECK(chunk.columns.read(chunk.columns.columns[2]).back().taken_at == at_second(3));
}

TEST_CASE("open chunk: one that follows another expects as many points, as far as its time holds",
          "[schemas][store]") {
  OpenChunk before;
  for (int second = 0; second <= 100; ++second) {
    before.add(3, {at_second(second), 1.0});
  }
  const auto pass = pass_at(101, {1.0});
  for (const auto& [stretch, expected] : {std::pair{std::int64_t{600'000'000'000}, 101U},
                                          std::pair{std::int64_t{10'000'000'000}, 10U}}) {
    OpenChunk next;
    next.follow(before, stretch);
    CHECK(next.column_of(3, pass[0].metric) == 0);
    CHECK(next.columns.columns[0].expected == expected);
    next.column_of(9, nullptr);
    CHECK(next.columns.columns[1].expected == 0);
  }
}

}  // namespace
}  // namespace rackproof::store
