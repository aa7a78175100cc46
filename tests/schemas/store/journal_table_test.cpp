#include "schemas/store/journal_table.h"

#include <catch2/catch.hpp>

#include "schemas/store/layout.h"
#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

namespace rackproof::store {
namespace {

using testing::at_second;

constexpr std::size_t kEnough = 1'000'000;

constexpr FlushMarks kMarks{1000, 50};

OpenChunk& chunk_at(OpenChunks& open, Row device, int second) {
  return open.for_point(device, at_second(second).time_since_epoch().count());
}

/// Records 1 and 2 of a journal over devices 1 and 2; device 1 begins anew in record 2.
Database two_records(const testing::TempDir& dir) {
  auto database = Database::open(dir.at("j.db"), Database::Access::create).value();
  REQUIRE(migrate(database));
  OpenChunks open;
  JournalTable table;
  Columns room;
  chunk_at(open, 1, 0).add(1, {at_second(0), 1.0});
  chunk_at(open, 2, 0).add(1, {at_second(0), 2.0});
  REQUIRE(table.save(database, {1, 2}, journal_body(open.full_ones(false), open.grown(), room),
                     kMarks));
  open.written(1);
  chunk_at(open, 1, 4000).add(1, {at_second(4000), 3.0});
  chunk_at(open, 2, 300).add(1, {at_second(300), 4.0});
  const auto full = open.full_ones(false);
  std::vector<OpenChunk*> first_only;
  for (auto* chunk : full) {
    if (chunk->head.device == 1) {
      first_only.push_back(chunk);
    }
  }
  const FlushMarks later{2000, 60};
  REQUIRE(table.save(database, {1, 3}, journal_body(first_only, open.grown(), room), later));
  CHECK(table.places() == 2);
  CHECK(table.marks() == later);
  return database;
}

Result<JournalRows> load(Database& database, OpenChunks& open,
                         const JournalTable::Known& known = {2, 1}) {
  Budget budget(kEnough);
  JournalTable table;
  return table.load(database, budget, known, open);
}

TEST_CASE("journal table: records bring chunks back, without what was written whole since",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto database = two_records(dir);
  OpenChunks open;
  Budget budget(kEnough);
  JournalTable table;
  const auto rows = table.load(database, budget, {2, 1}, open);
  REQUIRE(rows);
  CHECK(rows->first == 1);
  CHECK(rows->next == 3);
  CHECK(table.places() == 2);
  CHECK(table.marks() == FlushMarks{2000, 60});
  REQUIRE(open.of_device(1).size() == 1);
  CHECK(open.of_device(1).front().head.points == 1);
  CHECK(open.of_device(1).front().head.first_ns == at_second(4000).time_since_epoch().count());
  CHECK(open.of_device(2).front().head.points == 1);  // the other one was full, and not told
  CHECK(open.unwritten_points() == 0);
}

TEST_CASE("journal table: rows that decayed, went missing or ask for too much are malformed",
          "[schemas][store]") {
  for (const std::string& sql : std::initializer_list<std::string>{
           "UPDATE journal SET body = zeroblob(20) WHERE id = 2",
           "UPDATE journal SET body = zeroblob(4576) WHERE id = 2",
           "UPDATE journal SET body = (SELECT body FROM journal WHERE id = 1) WHERE id = 2",
           "UPDATE journal SET id = 9 WHERE id = 2", "UPDATE journal SET id = -1 WHERE id = 1",
           "DELETE FROM journal WHERE id = 1", "UPDATE journal SET body = 'text'"}) {
    INFO(sql);
    const testing::TempDir dir;
    auto database = two_records(dir);
    REQUIRE(database.execute(sql));
    OpenChunks open;
    CHECK(load(database, open).error().kind == ErrorKind::malformed);
  }
  const testing::TempDir dir;
  auto database = two_records(dir);
  OpenChunks open;
  CHECK_FALSE(load(database, open, {1, 1}));  // a device that is not listed
  CHECK_FALSE(load(database, open, {2, 0}));  // a metric that is not
  Budget none(10);
  JournalTable table;
  CHECK_FALSE(table.load(database, none, {2, 1}, open));
}

/// A record of `points` for device 1, numbered `sequence`; those from `first` on are needed.
void save_record(Database& database, JournalTable& table, std::int64_t first, std::int64_t sequence,
                 int points) {
  OpenChunks open;
  for (int i = 0; i < points; ++i) {
    // Bits that are no decimals, so that a point takes its eight bytes.
    chunk_at(open, 1, i).add(1, {at_second(i), 1.0 / (i + 3)});
  }
  OpenChunk before;  // what the records before told is void
  before.head.device = 1;
  before.first_row = 1;
  Columns room;
  const auto body = journal_body({&before}, open.grown(), room);
  REQUIRE(table.save(database, {first, sequence + 1}, body, kMarks));
}

TEST_CASE("journal table: a place is written over once its record is not needed, and not before",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("j.db"), Database::Access::create).value();
  REQUIRE(migrate(database));
  JournalTable table;
  save_record(database, table, 1, 1, 5);
  save_record(database, table, 1, 2, 5);
  CHECK(table.places() == 2);
  save_record(database, table, 2, 3, 6);
  CHECK(table.places() == 2);
  OpenChunks open;
  const auto rows = load(database, open);
  REQUIRE(rows);
  CHECK(rows->first == 2);
  CHECK(rows->next == 4);
  save_record(database, table, 4, 4, 590);  // longer than any place that is free
  CHECK(table.places() == 3);
  save_record(database, table, 5, 5, 5);  // into the smallest that is
  save_record(database, table, 6, 6, 600);
  CHECK(table.places() == 3);
  OpenChunks last;
  REQUIRE(load(database, last));
  CHECK(last.of_device(1).front().head.points == 600);
}

TEST_CASE("journal table: who holds the first records plays the others alone", "[schemas][store]") {
  const testing::TempDir dir;
  auto database = two_records(dir);
  Budget budget(kEnough);
  JournalTable table;
  OpenChunks open;
  chunk_at(open, 2, 0).add(1, {at_second(0), 2.0});
  open.written(1);
  // Record 2 begins device 1 anew, and speaks of device 2 as of a chunk that is there or begins.
  REQUIRE(table.load(database, budget, {2, 1}, open, 3));
  CHECK(open.of_device(1).empty());
  CHECK(open.of_device(2).front().head.points == 1);
  REQUIRE(table.load(database, budget, {2, 1}, open, 4));  // none is there: all are played anew
  CHECK(open.of_device(1).front().head.points == 1);
}

TEST_CASE("journal table: a record that lies in a place of before is noticed where it is needed",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("j.db"), Database::Access::create).value();
  REQUIRE(migrate(database));
  JournalTable table;
  save_record(database, table, 1, 1, 5);
  save_record(database, table, 1, 2, 5);
  REQUIRE(database.execute("CREATE TEMP TABLE old AS SELECT body FROM journal WHERE id = 1"));
  save_record(database, table, 2, 3, 5);
  save_record(database, table, 2, 4, 5);
  REQUIRE(database.execute("UPDATE journal SET body = (SELECT body FROM old) WHERE id = 1"));
  OpenChunks open;
  CHECK(load(database, open).error().message == "journal: a record is missing");
}

TEST_CASE("journal table: where no record is needed, every place is given up", "[schemas][store]") {
  const testing::TempDir dir;
  auto database = two_records(dir);
  OpenChunks open;
  Budget budget(kEnough);
  JournalTable table;
  REQUIRE(table.load(database, budget, {2, 1}, open));
  REQUIRE(table.save(database, {3, 3}, "", kMarks));
  CHECK(table.places() == 0);
  CHECK_FALSE(table.marks());
  const auto rows = load(database, open);
  REQUIRE(rows);
  CHECK(rows->count() == 0);
}

}  // namespace
}  // namespace rackproof::store
