#include "probes/thermal/thermal_parse.h"

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("thermal: a cooling level below zero is no level", "[probes][thermal]") {
  CHECK(std::get<std::int64_t>(thermal::parse_level("0")) == 0);
  CHECK(std::get<std::int64_t>(thermal::parse_level("50")) == 50);
  CHECK(std::get<Error>(thermal::parse_level("-1")).kind == ErrorKind::sentinel);
  CHECK(std::get<Error>(thermal::parse_level("")).kind == ErrorKind::malformed);
}
