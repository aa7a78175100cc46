#include "schemas/store/tier_table.h"

#include <catch2/catch.hpp>

#include "schemas/store/layout.h"
#include "tests/support/temp_dir.h"

namespace rackproof::store {
namespace {

TEST_CASE("tier table: rows are found by tier, device and stretch, and dropped before one",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("t.db"), Database::Access::create).value();
  REQUIRE(migrate(database));
  for (std::int64_t stretch = 100; stretch < 110; ++stretch) {
    for (const Row device : {1U, 7U}) {
      REQUIRE(TierTable::save(database, {1, device, stretch},
                              std::to_string(device) + " " + std::to_string(stretch)));
    }
    REQUIRE(TierTable::save_index(database, 1, stretch, {1, 7}));
  }
  REQUIRE(TierTable::save(database, {0, 1, 100}, "finer"));
  REQUIRE(TierTable::save(database, {1, 1, 100}, "anew"));
  CHECK(TierTable::body(database, {1, 1, 100}).value() == "anew");
  CHECK(TierTable::body(database, {1, 7, 109}).value() == "7 109");
  CHECK(TierTable::body(database, {1, 2, 109}).error().kind == ErrorKind::malformed);
  CHECK_FALSE(TierTable::save(database, {1, 1, -1}, "before 1970"));

  TierTable table;
  Budget budget(100'000);
  REQUIRE(table.load(database, budget, 7));
  CHECK(table.count() == 10);
  CHECK(table.holds({1, 7, 105}));
  CHECK_FALSE(table.holds({1, 6, 105}));
  CHECK_FALSE(table.holds({0, 1, 100}));
  CHECK(table.count_before(1, 104) == 4);

  CHECK(TierTable::drop(database, {1, 1, 104}).value() == 4);
  REQUIRE(TierTable::drop_index(database, 1, 104));
  table.forget(1, 104);
  CHECK(table.count() == 6);
  TierTable again;
  REQUIRE(again.load(database, budget, 7));
  CHECK(again.count() == 6);
  CHECK(TierTable::body(database, {1, 7, 100}));
  CHECK_FALSE(TierTable::body(database, {1, 1, 103}));
}

TEST_CASE("tier table: a list that names a device that is not there is malformed",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("t.db"), Database::Access::create).value();
  REQUIRE(migrate(database));
  REQUIRE(TierTable::save_index(database, 0, 5, {1, 7}));
  TierTable table;
  Budget budget(100'000);
  CHECK(table.load(database, budget, 6).error().kind == ErrorKind::malformed);
  REQUIRE(database.execute("UPDATE tier SET sum = sum + 1"));
  CHECK(table.load(database, budget, 7).error().kind == ErrorKind::malformed);
}

}  // namespace
}  // namespace rackproof::store
