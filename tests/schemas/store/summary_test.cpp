#include "schemas/store/summary.h"

#include <limits>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

using testing::at_second;

bool odd(std::uint32_t metric) {
  return metric % 2 == 1;
}

Summaries of(std::uint32_t metric, const std::vector<Reading>& readings) {
  Columns columns;
  columns.add_column(metric);
  int second = 0;
  for (const auto& reading : readings) {
    columns.add(0, {at_second(++second), reading});
  }
  return summarise(columns, odd);
}

TEST_CASE("summary: a counter's column says how far it went and how often it fell",
          "[schemas][store]") {
  const auto found = of(1, {std::int64_t{5}, std::int64_t{9}, std::int64_t{2}, std::int64_t{3}});
  REQUIRE(found.size() == 1);
  const auto& column = found[0];
  CHECK(column.readable == 4);
  CHECK(column.first == 5);
  CHECK(column.last == 3);
  CHECK(column.least == 2);
  CHECK(column.most == 9);
  CHECK(column.sum == 19);
  CHECK(column.falls == 1);
  CHECK(column.growth == 5);
  CHECK(column.in_order);
  CHECK(column.first_ns == at_second(1).time_since_epoch().count());
  CHECK(column.last_ns == at_second(4).time_since_epoch().count());
}

TEST_CASE("summary: reasons and values that are not finite are missing, not summed up",
          "[schemas][store]") {
  const auto found =
      of(2, {1.5, Error{ErrorKind::io, "bus"}, std::numeric_limits<double>::quiet_NaN(), -3.0});
  REQUIRE(found.size() == 1);
  CHECK(found[0].readable == 2);
  CHECK(found[0].missing == 2);
  CHECK(found[0].sum == -1.5);
  CHECK(value_of(found[0].kind, found[0].least) == -3.0);
  CHECK(found[0].growth == 0);  // a gauge
  CHECK_FALSE(found[0].in_order);
}

TEST_CASE("summary: a column of nothing readable or of mixed kinds has none", "[schemas][store]") {
  CHECK(of(1, {Error{ErrorKind::io, "bus"}}).empty());
  CHECK(of(1, {std::numeric_limits<double>::infinity()}).empty());
  CHECK(of(1, {1.0, std::int64_t{1}}).empty());
  CHECK(of(1, {std::int64_t{-1}, std::int64_t{1}})[0].least == ~std::uint64_t{0});
}

}  // namespace
}  // namespace rackproof::store
