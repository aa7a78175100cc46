#include "schemas/store/notes.h"

#include <catch2/catch.hpp>

#include "schemas/store/layout.h"
#include "tests/support/temp_dir.h"

namespace rackproof::store {
namespace {

TEST_CASE("notes: a later value replaces an earlier one and is read back", "[schemas][store]") {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("n.db"), Database::Access::create).value();
  REQUIRE(migrate(database));
  Notes notes;
  REQUIRE(notes.set(database, "a", "1"));
  REQUIRE(notes.set(database, "b", "2"));
  REQUIRE(notes.set(database, "a", "3"));
  Notes again;
  Budget budget(1000);
  REQUIRE(again.load(database, budget));
  CHECK(again.count() == 2);
  CHECK(again.get("a") == "3");
  CHECK_FALSE(again.get("c"));
  Budget none(1);
  CHECK(again.load(database, none).error().kind == ErrorKind::malformed);
}

TEST_CASE("notes: row counts are eight numbers, fewer of earlier versions, or malformed",
          "[schemas][store]") {
  const RowCounts counts{1, 2, 3, 4, 5, 6, 7, 8};
  CHECK(format_counts(counts) == "1 2 3 4 5 6 7 8");
  CHECK(parse_counts("1 2 3 4 5 6 7 8").value() == counts);
  CHECK(parse_counts("1 2 3 4 5 6 7").value() == RowCounts{1, 2, 3, 4, 5, 6, 7, 0});
  CHECK(parse_counts("1 2 3 4 5 6").value() == RowCounts{1, 2, 3, 4, 5, 6, 0, 0});
  for (const std::string_view text :
       {"", "1 2 3 4 5", "1 2 3 4 5 6 7 8 9", "1 2 3 4 5 -6", "a b c d e f"}) {
    CHECK_FALSE(parse_counts(text));
  }
}

}  // namespace
}  // namespace rackproof::store
