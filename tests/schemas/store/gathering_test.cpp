#include "schemas/store/gathering.h"

#include <chrono>
#include <limits>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

namespace rackproof::store {
namespace {

using testing::at_second;

/// What a growing chunk of ten readings, one of them none, comes to in windows of five seconds.
Gathered gathered(Statistic statistic) {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("g.db"), Database::Access::create).value();
  Store::State state(dir.at("g.db"), Store::State::Role::writer, std::move(database));
  OpenChunk chunk;
  for (int second = 0; second < 9; ++second) {
    chunk.add(4, {at_second(second), static_cast<double>(second)});
  }
  chunk.add(4, {at_second(9), Error{ErrorKind::io, "bus"}});
  chunk.add(5, {at_second(9), 99.0});
  const auto grid = grid_over({at_second(0), at_second(10)}, std::chrono::seconds(5)).value();
  const WindowQuery query{grid, statistic};
  Gathering gathering(state, 4, query);
  gathering.add(chunk);
  return std::move(gathering).finish();
}

TEST_CASE("gathering: windows are totals, values or points, as the statistic needs them",
          "[schemas][store]") {
  const auto totals = gathered(Statistic::mean);
  REQUIRE(totals.whole.size() == 2);
  CHECK(totals.whole[0].sum == 10);
  CHECK(totals.whole[1].readable == 4);
  CHECK(totals.whole[1].missing == 1);
  CHECK(totals.reasons.size() == 1);
  CHECK(totals.points.empty());
  const auto values = gathered(Statistic::p95);
  REQUIRE(values.values.size() == 2);
  CHECK(values.values[0] == std::vector<double>{0, 1, 2, 3, 4});
  CHECK(values.values[1].size() == 4);
  CHECK(values.whole[1].missing == 1);
  const auto steps = gathered(Statistic::growth);
  CHECK(steps.whole.empty());
  CHECK(steps.points.size() == 10);
}

TEST_CASE("gathering: which statistics merge, and which need every value", "[schemas][store]") {
  for (const auto& each : kStatistics) {
    INFO(each.word);
    CHECK_FALSE((is_merged(each.value) && is_quantile(each.value)));
    CHECK_FALSE((takes_steps(each.value) && (is_merged(each.value) || is_quantile(each.value))));
  }
  CHECK(is_merged(Statistic::max));
  CHECK(is_quantile(Statistic::median));
}

}  // namespace
}  // namespace rackproof::store
