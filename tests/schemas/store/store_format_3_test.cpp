// tests/golden/store_format_3.db was left behind by the release that wrote format 3: five batches
// of SampleMaker(1703), an event with each, the note run_id = 4711; closed after the third batch,
// and not closed after the fifth, so that what the last two hold is in the journal alone.

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

const std::string kGolden = RACKPROOF_SOURCE_DIR "/tests/golden/store_format_3.db";

void check_holds(Store& store) {
  testing::SampleMaker maker(1703);
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

TEST_CASE("store: a file of format 3 that was not closed is read for ever, journal and all",
          "[schemas][store]") {
  auto store = Store::open_immutable(kGolden);
  REQUIRE(store);
  CHECK_FALSE((*store)->recovery().closed_cleanly);
  check_holds(**store);
}

TEST_CASE("store: a file of format 3 gets tiers when it is opened for writing",
          "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = dir.at("samples.db");
  std::filesystem::copy_file(kGolden, path);
  check_holds(*Store::open(path, Store::Mode::read).value());
  {
    auto database = store::Database::open(path, store::Database::Access::read).value();
    CHECK(database.number("PRAGMA user_version").value() == 3);
  }
  auto writer = Store::open(path, Store::Mode::append);
  REQUIRE(writer);
  check_holds(**writer);
  check_holds(*Store::open(path, Store::Mode::read).value());
  CHECK((*writer)->make_shrinkable().value());
  REQUIRE((*writer)->close());
  check_holds(*Store::open_immutable(path).value());
  auto database = store::Database::open(path, store::Database::Access::read).value();
  CHECK(database.number("PRAGMA user_version").value() == 4);
  CHECK(database.number("SELECT count(*) FROM tier").value() == 0);
}

TEST_CASE("store: a file of format 3 with a table of tiers is none of ours", "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = dir.at("samples.db");
  std::filesystem::copy_file(kGolden, path);
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
