#include "schemas/store/chunk_table.h"

#include <tuple>

#include <catch2/catch.hpp>

#include "schemas/store/chunk_codec.h"
#include "schemas/store/layout.h"
#include "tests/support/temp_dir.h"

namespace rackproof::store {
namespace {

ChunkHead head(std::int64_t id, Row device, std::string_view body) {
  return {id, device, 10 * id, 10 * id + 9, 5, chunk_checksum(body)};
}

TEST_CASE("chunk table: heads come back by device and a chunk is written once",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("c.db"), Database::Access::create).value();
  REQUIRE(migrate(database));
  for (std::int64_t id = 1; id <= 4; ++id) {
    REQUIRE(ChunkTable::save(database, head(id, id % 2 == 0 ? 2 : 1, "short"), "short"));
  }
  CHECK_FALSE(ChunkTable::save(database, head(4, 2, "again"), "again"));
  ChunkTable table;
  Budget budget(10'000);
  REQUIRE(table.load(database, budget, 2));
  CHECK(table.count() == 4);
  REQUIRE(table.of_device(2).size() == 2);
  CHECK(table.of_device(2)[1].id == 4);
  CHECK(table.of_device(3).empty());
  CHECK(table.body(database, table.of_device(2)[1]).value() == "short");
  CHECK_FALSE(table.body(database, head(4, 2, "another")));
  CHECK_FALSE(table.body(database, head(9, 2, "none")));

  CHECK_FALSE(table.load(database, budget, 1));  // a chunk of a device that is not listed
  Budget none(10);
  CHECK_FALSE(table.load(database, none, 2));
}

TEST_CASE("chunk table: a body of more or fewer points than its head tells is refused",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("c.db"), Database::Access::create).value();
  REQUIRE(migrate(database));
  Columns two;
  const auto column = two.add_column(7);
  two.add(column, 10, Kind::count, 1);
  two.add(column, 11, Kind::count, 2);
  const auto body = encode_chunk(two).value();
  ChunkTable table;
  for (const auto& [points, whole, part] :
       {std::tuple(2, true, true), std::tuple(1, false, false), std::tuple(3, false, true)}) {
    auto told = head(points, 1, body);  // each a row of its own
    told.points = points;
    REQUIRE(ChunkTable::save(database, told, body));
    CHECK(table.columns(database, told).has_value() == whole);
    // Of one metric no more than that is known.
    CHECK(table.columns(database, told, 7).has_value() == part);
  }
  auto told = head(3, 1, body);
  told.points = 3;
  CHECK(table.columns(database, told).error().message ==
        "chunk 3: its head tells of 3 points, its body of 2");
}

}  // namespace
}  // namespace rackproof::store
