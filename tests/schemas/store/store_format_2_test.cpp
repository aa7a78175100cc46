// tests/golden/store_format_2.db was exported by the release that wrote format 2: five batches of
// SampleMaker(1702), an event with each, and the note run_id = 4711.

#include <filesystem>

#include <catch2/catch.hpp>

#include "schemas/store/sqlite.h"
#include "schemas/store/store.h"
#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

using testing::all_time;
using testing::some_devices;

const std::string kGolden = RACKPROOF_SOURCE_DIR "/tests/golden/store_format_2.db";

void check_holds(Store& store) {
  testing::SampleMaker maker(1702);
  testing::Ledger ledger;
  for (int batch = 0; batch < 5; ++batch) {
    ledger.add(some_devices(3), maker.samples(160, 3));
  }
  CHECK(store.keys()->size() == ledger.series().size());
  for (const auto& [key, points] : ledger.series()) {
    const auto read = store.read(key, all_time());
    REQUIRE(read);
    CHECK(testing::same_bits(*read, ledger.in_time_order(key)));
  }
  CHECK(store.events(all_time())->size() == 5);
  CHECK(store.note("run_id").value() == "4711");
  CHECK(store.kept_instead()->empty());
}

TEST_CASE("store: a file of format 2 is read as evidence for ever", "[schemas][store]") {
  auto store = Store::open_immutable(kGolden);
  REQUIRE(store);
  CHECK((*store)->recovery().closed_cleanly);
  check_holds(**store);
}

TEST_CASE("store: a file of format 2 gets tiers when it is opened for writing",
          "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = dir.at("samples.db");
  std::filesystem::copy_file(kGolden, path);
  check_holds(*Store::open(path, Store::Mode::read).value());
  auto writer = Store::open(path, Store::Mode::append);
  REQUIRE(writer);
  check_holds(**writer);
  CHECK((*writer)->make_shrinkable().value());
  REQUIRE((*writer)->close());
  check_holds(*Store::open_immutable(path).value());
}

TEST_CASE("store: a file of format 2 that was not closed is refused by name and left as it is",
          "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = dir.at("samples.db");
  std::filesystem::copy_file(kGolden, path);
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
  const testing::TempDir dir;
  const auto path = dir.at("samples.db");
  std::filesystem::copy_file(RACKPROOF_SOURCE_DIR "/tests/golden/store_format_1.db", path);
  auto writer = Store::open(path, Store::Mode::append);
  REQUIRE(writer);
  CHECK((*writer)->make_shrinkable().value());
  const auto keys = (*writer)->keys()->size();
  REQUIRE((*writer)->close());
  CHECK(Store::open_immutable(path).value()->keys()->size() == keys);
}

}  // namespace
}  // namespace rackproof
