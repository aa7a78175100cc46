#include "certsuite/criteria/wording.h"

#include <catch2/catch.hpp>

#include "schemas/text.h"

namespace rackproof::criteria {
namespace {

TEST_CASE("wording: numbers in sentences have six digits and their unit", "[certsuite][criteria]") {
  CHECK(with_unit(short_number(85.25), Unit::celsius) == "85.25 Cel");
  CHECK(short_number(1.0 / 3) == "0.333333");
  CHECK(short_number(9.5e10) == "9.5e+10");
  CHECK(with_unit(short_number(3), Unit::one) == "3");
}

TEST_CASE("wording: one is one and more are many", "[certsuite][criteria]") {
  CHECK(counted(1, "window") == "1 window");
  CHECK(counted(0, "window") == "0 windows");
  CHECK(counted(24, "window") == "24 windows");
}

}  // namespace
}  // namespace rackproof::criteria
