#include "probes/pressure/pressure_parse.h"

#include <variant>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("pressure: microseconds of each line become seconds", "[probes][pressure]") {
  constexpr auto kText =
      "some avg10=0.18 avg60=0.34 avg300=0.10 total=159886802\n"
      "full avg10=0.18 avg60=0.34 avg300=0.10 total=159229614";
  CHECK(std::get<double>(pressure::parse_waiting(kText)) == 159.886802);
  CHECK(std::get<double>(pressure::parse_stalled(kText)) == 159.229614);
}

TEST_CASE("pressure: a missing line is unsupported, a broken one malformed", "[probes][pressure]") {
  CHECK(std::get<Error>(pressure::parse_stalled("some total=1")).kind == ErrorKind::unsupported);
  CHECK(std::get<Error>(pressure::parse_waiting("some avg10=0.00")).kind == ErrorKind::malformed);
  CHECK(std::get<Error>(pressure::parse_waiting("some total=x")).kind == ErrorKind::malformed);
  CHECK(std::get<Error>(pressure::parse_waiting("")).kind == ErrorKind::unsupported);
}

}  // namespace
}  // namespace rackproof
