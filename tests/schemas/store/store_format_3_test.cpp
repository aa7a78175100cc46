// tests/golden/store_format_3.db was left behind by the release that wrote format 3: five batches
// of SampleMaker(1703), an event with each, the note run_id = 4711; closed after the third batch,
// and not closed after the fifth, so that what the last two hold is in the journal alone.

#include <catch2/catch.hpp>

#include "schemas/store/sqlite.h"
#include "schemas/store/store.h"
#include "tests/support/golden_store.h"

namespace rackproof {
namespace {

using testing::check_holds;
using testing::golden_ledger;
using testing::golden_store;
using testing::GoldenCopy;

TEST_CASE("store: a file of format 3 that was not closed is read for ever, journal and all",
          "[schemas][store]") {
  auto store = Store::open_immutable(golden_store(3));
  REQUIRE(store);
  CHECK_FALSE((*store)->recovery().closed_cleanly);
  check_holds(**store, golden_ledger(3));
}

TEST_CASE("store: a file of format 3 gets tiers when it is opened for writing",
          "[schemas][store]") {
  const GoldenCopy copy(3);
  const auto& path = copy.path;
  check_holds(*Store::open(path, Store::Mode::read).value(), golden_ledger(3));
  {
    auto database = store::Database::open(path, store::Database::Access::read).value();
    CHECK(database.number("PRAGMA user_version").value() == 3);
  }
  auto writer = Store::open(path, Store::Mode::append);
  REQUIRE(writer);
  check_holds(**writer, golden_ledger(3));
  check_holds(*Store::open(path, Store::Mode::read).value(), golden_ledger(3));
  CHECK((*writer)->make_shrinkable().value());
  REQUIRE((*writer)->close());
  check_holds(*Store::open_immutable(path).value(), golden_ledger(3));
  auto database = store::Database::open(path, store::Database::Access::read).value();
  CHECK(database.number("PRAGMA user_version").value() == 4);
  CHECK(database.number("SELECT count(*) FROM tier").value() == 0);
}

TEST_CASE("store: a file of format 3 with a table of tiers is none of ours", "[schemas][store]") {
  const GoldenCopy copy(3);
  const auto& path = copy.path;
  {
    auto database = store::Database::open(path, store::Database::Access::read_write).value();
    REQUIRE(database.execute(
        "CREATE TABLE tier(id INTEGER PRIMARY KEY, body BLOB NOT NULL, sum INTEGER NOT NULL)"));
  }
  for (const auto mode : {Store::Mode::read, Store::Mode::append}) {
    const auto opened = Store::open(path, mode);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().kind == ErrorKind::malformed);
  }
}

}  // namespace
}  // namespace rackproof
