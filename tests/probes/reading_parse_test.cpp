#include "probes/reading_parse.h"

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

ErrorKind kind_of(const Reading& reading) {
  REQUIRE(std::holds_alternative<Error>(reading));
  return std::get<Error>(reading).kind;
}

}  // namespace

TEST_CASE("readings: thousandths and millionths are exact to the last bit", "[probes]") {
  CHECK(std::get<double>(parse_millidegrees("85250")) == 85.25);
  CHECK(std::get<double>(parse_millidegrees("-44000")) == -44.0);
  CHECK(std::get<double>(parse_thousand("792")) == 0.792);
  CHECK(std::get<double>(parse_million("240422366267")) == 240422.366267);
  CHECK(std::get<std::int64_t>(parse_count("9223372036854775807")) == INT64_MAX);
}

TEST_CASE("readings: a stand-in for no temperature is a reason, never a number", "[probes]") {
  CHECK(kind_of(parse_millidegrees("-273150")) == ErrorKind::sentinel);   // threshold of 0 K
  CHECK(kind_of(parse_millidegrees("-274000")) == ErrorKind::sentinel);   // THERMAL_TEMP_INVALID
  CHECK(kind_of(parse_millidegrees("65261850")) == ErrorKind::sentinel);  // threshold of 65535 K
  CHECK(kind_of(parse_millidegrees("1000001")) == ErrorKind::out_of_range);
}

TEST_CASE("readings: text that is no number is malformed", "[probes]") {
  for (const auto* text : {"", "N/A", "12 C", "0x10", "1.5", "--1", "nan"}) {
    CAPTURE(text);
    CHECK(kind_of(parse_count(text)) == ErrorKind::malformed);
    CHECK(kind_of(parse_thousand(text)) == ErrorKind::malformed);
    CHECK(kind_of(parse_million(text)) == ErrorKind::malformed);
    CHECK(kind_of(parse_millidegrees(text)) == ErrorKind::malformed);
  }
  CHECK(kind_of(parse_count("9223372036854775808")) == ErrorKind::out_of_range);
}
