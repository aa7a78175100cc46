#include "schemas/store/arrivals.h"

#include <algorithm>
#include <cstdint>
#include <span>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

bool same(const Columns& a, const Columns& b) {
  bool same = a.columns.size() == b.columns.size();
  for (std::size_t i = 0; same && i < a.columns.size(); ++i) {
    same = testing::same_bits(a.read(a.columns[i]), b.read(b.columns[i])) &&
           a.columns[i].runs == b.columns[i].runs;
  }
  return same;
}

TEST_CASE("arrivals: columns get what came, in order, whatever the passes read",
          "[schemas][store]") {
  testing::SampleMaker maker(5);
  constexpr std::uint32_t kColumns = 40;
  Columns one_by_one;
  Columns sorted;
  for (std::uint32_t i = 0; i < kColumns; ++i) {
    one_by_one.add_column(i + 1);
    sorted.add_column(i + 1);
  }
  Arrivals arrivals;
  for (int pass = 0; pass < 200; ++pass) {
    const auto stamp = static_cast<std::int64_t>(1'000 * maker.below(300));
    for (std::uint32_t column = 0; column < kColumns; ++column) {
      const bool read = maker.below(4) > 0;
      const auto kind = static_cast<Kind>(maker.below(2));
      const auto word = maker.below(1'000);
      const auto late = stamp + static_cast<std::int64_t>(maker.below(50) == 0 ? 1 : 0);
      if (read) {
        one_by_one.add(column, late, kind, word);
        arrivals.add(column, late, kind, word);
      }
    }
    if (maker.below(7) == 0) {
      arrivals.add_to(sorted);
      arrivals.clear();
      REQUIRE(arrivals.size() == 0);
    }
  }
  arrivals.add_to(sorted);
  CHECK(same(one_by_one, sorted));
  CHECK(one_by_one.points() == sorted.points());
}

TEST_CASE("arrivals: passes that are alike come into columns as if one by one",
          "[schemas][store]") {
  constexpr std::uint32_t kColumns = 30;
  constexpr std::uint32_t kCounts = 12;  // the columns before are counts, those behind measurements
  Columns one_by_one;
  Columns sorted;
  for (std::uint32_t i = 0; i < kColumns; ++i) {
    one_by_one.add_column(i + 1);
    sorted.add_column(i + 1);
  }
  Arrivals arrivals;
  for (std::uint32_t pass = 0; pass < 60; ++pass) {
    const std::int64_t stamp = 1'000 * pass;
    const std::uint32_t end = pass % 11 == 7 ? kColumns - 3 : kColumns;  // now and then some fail
    for (std::uint32_t column = 0; column < end; ++column) {
      const auto kind = column < kCounts ? Kind::count : Kind::measurement;
      const auto late = stamp + (column < kCounts ? 0 : 7);
      one_by_one.add(column, late, kind, pass * 100 + column);
    }
    std::uint64_t word = pass * std::uint64_t{100};
    const auto fill = [&word](std::span<std::uint64_t> words) {
      std::ranges::for_each(words, [&word](std::uint64_t& each) { each = word++; });
    };
    fill(arrivals.room_for(kCounts));
    arrivals.end_row(0, stamp, Kind::count, kCounts, kCounts);
    fill(arrivals.room_for(end - kCounts));
    arrivals.end_row(kCounts, stamp + 7, Kind::measurement, end - kCounts, end - kCounts);
    if (pass % 25 == 24) {
      arrivals.add_to(sorted);
      arrivals.clear();
    }
  }
  arrivals.add_to(sorted);
  CHECK(same(one_by_one, sorted));
  CHECK(one_by_one.points() == sorted.points());
  CHECK(sorted.lists.size() == one_by_one.lists.size());
}

TEST_CASE("arrivals: sorted while they are none, they change nothing", "[schemas][store]") {
  Columns columns;
  columns.add_column(1);
  Arrivals arrivals;
  arrivals.add_to(columns);
  CHECK(columns.points() == 0);
}

}  // namespace
}  // namespace rackproof::store
