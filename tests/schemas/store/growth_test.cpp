#include "schemas/store/growth.h"

#include <bit>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

using testing::at_second;

TEST_CASE("growth: what a column got since, and what it ended in before", "[schemas][store]") {
  Columns columns;
  columns.add_column(1);
  columns.add(0, {at_second(0), std::int64_t{3}});
  columns.add(0, {at_second(1), 2.5});
  columns.add(0, {at_second(2), 2.75});
  columns.add(0, {at_second(3), Error{ErrorKind::io, "bus"}});
  const auto& column = columns.columns[0];
  const auto growth = growth_of(columns, column, 2);
  CHECK(growth.stamps.size() == 2);
  CHECK(growth.stamps[0] == at_second(2).time_since_epoch().count());
  CHECK(growth.several == KindRuns{{Kind::measurement, 1}, {Kind::reason, 1}});
  CHECK(growth.runs().size() == 2);
  const auto only_reasons = growth_of(columns, column, 3);
  CHECK(only_reasons.several.empty());
  REQUIRE(only_reasons.runs().size() == 1);
  CHECK(only_reasons.runs()[0] == KindRun{Kind::reason, 1});
  CHECK(growth.words.size() == 2);
  CHECK(growth_of(columns, column, 4).words.empty());
  CHECK(last_of(column, 0).word == 0);
  CHECK(last_of(column, 1).kind == Kind::count);
  CHECK(last_of(column, 2).word == std::bit_cast<std::uint64_t>(2.5));
  CHECK(whole_of(last_of(column, 2), 1) == 25);
  CHECK(whole_of(last_of(column, 2), 0) == 0);
  CHECK(whole_of(last_of(column, 1), 0) == 0);
}

}  // namespace
}  // namespace rackproof::store
