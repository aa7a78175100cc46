#include "schemas/store/chunk_table.h"

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

}  // namespace
}  // namespace rackproof::store
