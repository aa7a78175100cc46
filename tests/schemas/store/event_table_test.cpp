#include "schemas/store/event_table.h"

#include <catch2/catch.hpp>

#include "schemas/store/layout.h"
#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

namespace rackproof::store {
namespace {

using testing::all_time;
using testing::at_second;

Event event(double second, std::string text) {
  return {"node",          at_second(second), "kmsg", "mce", Severity::critical,
          std::move(text), UINT64_MAX};
}

TEST_CASE("event table: saved and waiting events are read by time", "[schemas][store]") {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("e.db"), Database::Access::create).value();
  REQUIRE(migrate(database));
  EventTable table;
  table.keep({event(2, "two"), event(1, "one")});
  REQUIRE(table.save(database));
  table.saved();
  table.keep({event(0, "zero")});
  const auto all = table.read(database, all_time(), Budget(100'000));
  REQUIRE(all);
  CHECK(*all == Events{event(0, "zero"), event(1, "one"), event(2, "two")});
  const auto some = table.read(database, {at_second(1), at_second(2)}, Budget(100'000));
  CHECK(some.value() == Events{event(1, "one")});
  CHECK_FALSE(table.read(database, all_time(), Budget(10)));
}

TEST_CASE("event table: a missing or changed row is malformed, and a long text is cut",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("e.db"), Database::Access::create).value();
  REQUIRE(migrate(database));
  EventTable table;
  table.keep({event(1, std::string(100'000, 'x')), event(2, "two")});
  CHECK(table.waiting()[0].text.size() == kLongestEventText);
  REQUIRE(table.save(database));
  table.saved();
  REQUIRE(database.execute("UPDATE event SET severity = 'info' WHERE id = 2"));
  CHECK_FALSE(table.read(database, all_time(), Budget(1'000'000)));
  REQUIRE(database.execute("DELETE FROM event WHERE id = 2"));
  CHECK_FALSE(table.read(database, all_time(), Budget(1'000'000)));
}

}  // namespace
}  // namespace rackproof::store
