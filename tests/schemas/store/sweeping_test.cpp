#include "schemas/store/sweeping.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "schemas/store/due_stretch.h"
#include "schemas/store/store_state.h"
#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

namespace rackproof::store {
namespace {

TEST_CASE("sweeping: a file says how large it is, what of it is free, and whether it shrinks",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("s.db"), Database::Access::create).value();
  REQUIRE(
      database.execute("PRAGMA auto_vacuum=INCREMENTAL; CREATE TABLE t(b BLOB);"
                       "INSERT INTO t VALUES(zeroblob(1000000))"));
  const auto full = file_size(database).value();
  CHECK(full.shrinks);
  CHECK(full.free_bytes == 0);
  CHECK(full.used() > 1'000'000);
  REQUIRE(database.execute("DELETE FROM t"));
  const auto empty = file_size(database).value();
  CHECK(empty.bytes == full.bytes);
  CHECK(empty.used() < 20'000);
}

TEST_CASE("sweeping: where what is forgotten of readings and of tiers goes to",
          "[schemas][store]") {
  constexpr std::int64_t kHour = 3'600'000'000'000;
  const auto start = std::int64_t{24 * 7 * 10} * kHour;
  CHECK(target_of(0, start + 5 * kHour).start_ns() == start + 5 * kHour);
  CHECK(target_of(1, start + 5 * kHour).start_ns() == start);
  CHECK(target_of(1, start + 5 * kHour).end_ns() == start + 24 * kHour);
  CHECK(target_of(2, start + 50 * kHour).start_ns() == start);
  CHECK(target_of(2, start + 50 * kHour).tier == 2);
  CHECK(target_of(3, start + 50 * kHour).end_ns() == start + 168 * kHour);
}

}  // namespace
}  // namespace rackproof::store
