#include "schemas/store/layout.h"

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

namespace rackproof::store {
namespace {

TEST_CASE("layout: an empty file holds nothing, a migrated one this store", "[schemas][store]") {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("l.db"), Database::Access::create).value();
  CHECK(inspect(database).value() == Content::nothing);
  REQUIRE(set_up_writing(database));
  CHECK(inspect(database).value() == Content::nothing);
  REQUIRE(migrate(database));
  CHECK(inspect(database).value() == Content::this_store);
  REQUIRE(migrate(database));
  CHECK(database.number("PRAGMA user_version").value() == kFormatVersion);
}

TEST_CASE("layout: a creation that is rolled back leaves nothing", "[schemas][store]") {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("l.db"), Database::Access::create).value();
  {
    auto transaction = Transaction::begin(database, Transaction::Kind::write);
    REQUIRE(transaction);
    REQUIRE(migrate(database));
  }
  CHECK(inspect(database).value() == Content::nothing);
}

TEST_CASE("layout: somebody else's tables are not ours", "[schemas][store]") {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("l.db"), Database::Access::create).value();
  REQUIRE(database.execute("CREATE TABLE users(name TEXT)"));
  CHECK(inspect(database).error().kind == ErrorKind::malformed);
}

}  // namespace
}  // namespace rackproof::store
