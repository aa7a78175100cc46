#include "schemas/store/window_total.h"

#include <bit>
#include <chrono>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

using testing::at_second;

TEST_CASE("window total: readings and whole chunks add up to one window", "[schemas][store]") {
  WindowTotal total;
  CHECK(total.as(Statistic::mean, {}).value == Reading(no_reading()));
  ReasonTally why;
  why.add_if_missing(Error{ErrorKind::io, "bus"});
  CHECK(total.as(Statistic::max, why).value == Reading(Error{ErrorKind::io, "bus"}));
  total.add(4.0);
  total.add(-1.0);
  ColumnSummary column;
  column.readable = 3;
  column.missing = 2;
  column.least = 7;
  column.most = 9;
  column.sum = 24;
  total.add(column);
  CHECK(total.as(Statistic::min, why).value == Reading(-1.0));
  CHECK(total.as(Statistic::max, why).value == Reading(9.0));
  CHECK(total.as(Statistic::count, why).value == Reading(5.0));
  CHECK(total.as(Statistic::mean, why).value == Reading(27.0 / 5));
  CHECK(total.as(Statistic::mean, why).sum == 27);
  CHECK(total.as(Statistic::max, why).missing == 2);
  total.add(std::numeric_limits<double>::max());
  total.add(std::numeric_limits<double>::max());
  CHECK_FALSE(has_value(total.as(Statistic::mean, why).value));
}

TEST_CASE("window total: values of one kind are taken at once, by every kind of processor",
          "[schemas][store]") {
  std::vector<std::uint64_t> doubles;
  std::vector<std::uint64_t> counts;
  for (int i = 1; i <= 45; ++i) {
    doubles.push_back(std::bit_cast<std::uint64_t>(static_cast<double>((i * 37) % 101 - 50)));
    counts.push_back(static_cast<std::uint64_t>(std::int64_t{(i * 37) % 101 - 50}));
    WindowTotal one_by_one;
    for (const auto word : counts) {
      one_by_one.add(value_of(Kind::count, word));
    }
    const auto same = [&one_by_one](const WindowTotal& total) {
      return total.readable == one_by_one.readable && total.missing == 0 &&
             total.sum == one_by_one.sum && total.least == one_by_one.least &&
             total.most == one_by_one.most;
    };
    for (const auto& measures : word_measures()) {
      INFO(measures.name << ", " << i);
      CHECK(same(total_of(Kind::measurement, doubles, measures)));
      CHECK(same(total_of(Kind::count, counts, measures)));
    }
  }
}

TEST_CASE("window total: the cursor says what the grid says, and nothing outside",
          "[schemas][store]") {
  const auto grid = grid_over({at_second(0), at_second(500)}, std::chrono::seconds(60)).value();
  Cursor cursor(grid);
  for (const int second : {-61, 0, 1, 59, 60, 61, 3, 499, 600, 120, -70}) {
    const auto time = at_second(second);
    const auto window = cursor.window_of(time.time_since_epoch().count());
    CHECK(window.has_value() == grid.range().contains(time));
    CHECK((!window || *window == grid.window_of(time)));
  }
}

}  // namespace
}  // namespace rackproof::store
