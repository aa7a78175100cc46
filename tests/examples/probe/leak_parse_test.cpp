#include "probes/leak/leak_parse.h"

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("leak: wetness is a share of the rope's length", "[probes][leak]") {
  CHECK(std::get<double>(leak::parse_wetness("0")) == 0.0);
  CHECK(std::get<double>(leak::parse_wetness("250")) == 0.25);
}

TEST_CASE("leak: a cut rope is not a dry one", "[probes][leak]") {
  CHECK(std::get<Error>(leak::parse_wetness("-1")).kind == ErrorKind::sentinel);
  CHECK(std::get<Error>(leak::parse_wetness("1001")).kind == ErrorKind::out_of_range);
  CHECK(std::get<Error>(leak::parse_wetness("")).kind == ErrorKind::malformed);
}
