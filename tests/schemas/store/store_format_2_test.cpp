// tests/golden/store_format_2.db was exported by the release that wrote format 2: five batches of
// SampleMaker(1702), an event with each, and the note run_id = 4711.

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

TEST_CASE("store: a file of format 2 is read as evidence for ever", "[schemas][store]") {
  auto store = Store::open_immutable(golden_store(2));
  REQUIRE(store);
  CHECK((*store)->recovery().closed_cleanly);
  check_holds(**store, golden_ledger(2));
}

TEST_CASE("store: a file of format 2 gets tiers when it is opened for writing",
          "[schemas][store]") {
  const GoldenCopy copy(2);
  const auto& path = copy.path;
  check_holds(*Store::open(path, Store::Mode::read).value(), golden_ledger(2));
  auto writer = Store::open(path, Store::Mode::append);
  REQUIRE(writer);
  check_holds(**writer, golden_ledger(2));
  CHECK((*writer)->make_shrinkable().value());
  REQUIRE((*writer)->close());
  check_holds(*Store::open_immutable(path).value(), golden_ledger(2));
}

TEST_CASE("store: a file of format 2 that was not closed is refused by name and left as it is",
          "[schemas][store]") {
  const GoldenCopy copy(2);
  const auto& path = copy.path;
  {
    auto database = store::Database::open(path, store::Database::Access::read_write).value();
    REQUIRE(database.execute("INSERT INTO journal(id, body, sum) VALUES(7, x'00', 1)"));
  }
  for (const auto& opened : {Store::open_immutable(path), Store::open(path, Store::Mode::read),
                             Store::open(path, Store::Mode::append)}) {
    REQUIRE_FALSE(opened);
    CHECK(opened.error().kind == ErrorKind::unsupported);
    CHECK(opened.error().message.find("format 2 that was not closed in order") !=
          std::string::npos);
  }
  auto database = store::Database::open(path, store::Database::Access::read).value();
  CHECK(database.number("PRAGMA user_version").value() == 2);
  CHECK(database.number("SELECT count(*) FROM journal").value() == 1);
}

TEST_CASE("store: a small file of an old release is made one that shrinks", "[schemas][store]") {
  const GoldenCopy copy(1);
  const auto& path = copy.path;
  auto writer = Store::open(path, Store::Mode::append);
  REQUIRE(writer);
  CHECK((*writer)->make_shrinkable().value());
  const auto keys = (*writer)->keys()->size();
  REQUIRE((*writer)->close());
  CHECK(Store::open_immutable(path).value()->keys()->size() == keys);
}

}  // namespace
}  // namespace rackproof
