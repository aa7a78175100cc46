#include "reports/late_rows.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("late rows: each listed one is taken once, of equal ones the last",
          "[reports][journal]") {
  const SeriesKey key{"node", "m"};
  LateRows late({{"node", "m", "5\ti1"}, {"node", "m", "7\ti2"}, {"node", "other", "5\ti1"}});
  CHECK(late.concerns(key));
  CHECK_FALSE(late.concerns({"node", "none"}));
  std::string rows = "5\ti1\n5\ti3\n5\ti1\n6\ti1\n";
  CHECK(late.take_out(key, rows) == 1);
  CHECK(rows == "5\ti1\n5\ti3\n6\ti1\n");
  CHECK(late.take_out(key, rows) == 0);
  CHECK(late.left() == "node m, 7\\x09i2");
  rows = "7\ti2\n";
  CHECK(late.take_out(key, rows) == 1);
  CHECK(rows.empty());
  CHECK(late.left() == "node other, 5\\x09i1");
  CHECK(LateRows({}).empty());
  CHECK(late.take_out({"node", "none"}, rows) == 0);
}
