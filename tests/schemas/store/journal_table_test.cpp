#include "schemas/store/journal_table.h"

#include <catch2/catch.hpp>

#include "schemas/store/layout.h"
#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

namespace rackproof::store {
namespace {

using testing::at_second;

constexpr std::size_t kEnough = 1'000'000;

/// Rows 1 and 2 of a journal over devices 1 and 2; device 1 begins anew in row 2.
Database two_rows(const testing::TempDir& dir) {
  auto database = Database::open(dir.at("j.db"), Database::Access::create).value();
  REQUIRE(migrate(database));
  OpenChunks open;
  open.for_point(1, at_second(0).time_since_epoch().count()).add(1, {at_second(0), 1.0});
  open.for_point(2, at_second(0).time_since_epoch().count()).add(1, {at_second(0), 2.0});
  REQUIRE(JournalTable::save(database, 1, 1, journal_body(open.full_ones(false), open.grown())));
  open.written(1);
  open.for_point(1, at_second(700).time_since_epoch().count()).add(1, {at_second(700), 3.0});
  open.for_point(2, at_second(300).time_since_epoch().count()).add(1, {at_second(300), 4.0});
  const auto full = open.full_ones(false);
  std::vector<OpenChunk*> first_only;
  for (auto* chunk : full) {
    if (chunk->head.device == 1) {
      first_only.push_back(chunk);
    }
  }
  REQUIRE(first_only.size() == 1);
  REQUIRE(JournalTable::save(database, 1, 2, journal_body(first_only, open.grown())));
  return database;
}

TEST_CASE("journal table: rows bring chunks back, without what was written whole since",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto database = two_rows(dir);
  OpenChunks open;
  Budget budget(kEnough);
  const auto rows = JournalTable::load(database, budget, {2, 1}, open);
  REQUIRE(rows);
  CHECK(rows->first == 1);
  CHECK(rows->next == 3);
  REQUIRE(open.of_device(1).size() == 1);
  CHECK(open.of_device(1).front().head.points == 1);
  CHECK(open.of_device(1).front().head.first_ns == at_second(700).time_since_epoch().count());
  CHECK(open.of_device(2).front().head.points == 1);  // the other one was full, and not told
  CHECK(open.unwritten_points() == 0);
}

TEST_CASE("journal table: rows that decayed, went missing or ask for too much are malformed",
          "[schemas][store]") {
  for (const std::string& sql : std::initializer_list<std::string>{
           "UPDATE journal SET body = zeroblob(20) WHERE id = 2", "UPDATE journal SET sum = 1",
           "UPDATE journal SET id = 9 WHERE id = 2", "UPDATE journal SET id = -1 WHERE id = 1",
           "UPDATE journal SET body = 'text'"}) {
    INFO(sql);
    const testing::TempDir dir;
    auto database = two_rows(dir);
    REQUIRE(database.execute(sql));
    OpenChunks open;
    Budget budget(kEnough);
    CHECK(JournalTable::load(database, budget, {2, 1}, open).error().kind == ErrorKind::malformed);
  }
  const testing::TempDir dir;
  auto database = two_rows(dir);
  OpenChunks open;
  Budget budget(kEnough);
  CHECK_FALSE(JournalTable::load(database, budget, {1, 1}, open));  // a device that is not listed
  CHECK_FALSE(JournalTable::load(database, budget, {2, 0}, open));  // a metric that is not
  Budget none(10);
  CHECK_FALSE(JournalTable::load(database, none, {2, 1}, open));
}

TEST_CASE("journal table: rows before the first that is needed are dropped", "[schemas][store]") {
  const testing::TempDir dir;
  auto database = two_rows(dir);
  REQUIRE(JournalTable::save(database, 3, 3, ""));
  OpenChunks open;
  Budget budget(kEnough);
  const auto rows = JournalTable::load(database, budget, {2, 1}, open);
  REQUIRE(rows);
  CHECK(rows->count() == 0);
}

}  // namespace
}  // namespace rackproof::store
