#include "probes/redfish/redfish_value.h"

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;

namespace {

/// Of {"v": TEXT}.
Reading taken(const std::string& text, Take take) {
  const auto document = testing::json("{\"v\":" + text + "}");
  return take_value(*document.find("v"), take);
}

double number(const std::string& text, Take take) {
  const auto reading = taken(text, take);
  INFO(text);
  REQUIRE(has_value(reading));
  return as_double(reading);
}

ErrorKind reason(const std::string& text, Take take) {
  const auto reading = taken(text, take);
  INFO(text);
  REQUIRE_FALSE(has_value(reading));
  return std::get<Error>(reading).kind;
}

}  // namespace

TEST_CASE("redfish: null, empty strings, N/A and nan are never a number", "[probes][redfish]") {
  for (const auto take : {Take::number, Take::celsius, Take::count, Take::percent, Take::kilo,
                          Take::duration, Take::flag, Take::health, Take::supply_watts}) {
    CHECK(reason("null", take) == ErrorKind::absent);
    for (const auto* text : {R"("")", R"("  ")", R"("N/A")", R"("NA")", R"("nan")", R"("NaN")",
                             R"("null")", R"("Unknown")"}) {
      CHECK(reason(text, take) == ErrorKind::sentinel);
    }
  }
}

TEST_CASE("redfish: a number in a string is a number, anything else is malformed",
          "[probes][redfish]") {
  CHECK(number(R"("32.937500")", Take::celsius) == 32.9375);
  CHECK(number(R"(" 7 ")", Take::number) == 7);
  CHECK(reason(R"("12 W")", Take::number) == ErrorKind::malformed);
  CHECK(reason(R"("inf")", Take::number) == ErrorKind::malformed);
  CHECK(reason("[1]", Take::number) == ErrorKind::malformed);
  CHECK(reason("{}", Take::number) == ErrorKind::malformed);
  CHECK(reason("true", Take::number) == ErrorKind::malformed);
}

TEST_CASE("redfish: values arrive in base units", "[probes][redfish]") {
  CHECK(number("43", Take::percent) == 0.43);
  CHECK(number("140", Take::percent) == 1.4);
  CHECK(number("25.5", Take::kilo) == 25500);
  CHECK(number("2070", Take::mega) == 2.07e9);
  CHECK(number("400", Take::giga) == 4e11);
  CHECK(number("65536", Take::mebibytes) == 68719476736.0);
  CHECK(number("42", Take::litres_per_minute) == 42.0 / 60000);
  CHECK(number("7855", Take::kilowatt_hours) == 7855 * 3.6e6);
  CHECK(number("2", Take::hours) == 7200);
  CHECK(reason("-1", Take::percent) == ErrorKind::out_of_range);
  CHECK(reason("-300", Take::celsius) == ErrorKind::out_of_range);
  CHECK(reason("65535", Take::celsius) == ErrorKind::out_of_range);
  CHECK(reason("1e305", Take::giga) == ErrorKind::out_of_range);
}

TEST_CASE("redfish: a count keeps all of its bits and is whole", "[probes][redfish]") {
  CHECK(std::get<std::int64_t>(taken("9460179851686", Take::count)) == 9460179851686);
  CHECK(std::get<std::int64_t>(taken("9007199254740993", Take::count)) == 9007199254740993);
  CHECK(std::get<std::int64_t>(taken(R"("4.000000")", Take::count)) == 4);
  CHECK(reason("18446744073709551615", Take::count) == ErrorKind::out_of_range);
  CHECK(reason("1.5", Take::count) == ErrorKind::out_of_range);
  CHECK(reason("-1", Take::count) == ErrorKind::out_of_range);
  CHECK(number("[1, 53, 2]", Take::lane_sum) == 56);
  CHECK(reason("[1, null]", Take::lane_sum) == ErrorKind::malformed);
  CHECK(reason("[]", Take::lane_sum) == ErrorKind::malformed);
}

TEST_CASE("redfish: all ones is a counter at its stop, not a count", "[probes][redfish]") {
  CHECK(reason("4294967295", Take::count_32) == ErrorKind::saturated);
  CHECK(reason(R"("4294967295")", Take::count_32) == ErrorKind::saturated);
  CHECK(number("4294967294", Take::count_32) == 4294967294.0);
}

TEST_CASE("redfish: 0 W of a power supply stands for watts that the BMC does not measure",
          "[probes][redfish]") {
  CHECK(reason("0", Take::supply_watts) == ErrorKind::sentinel);
  CHECK(reason("0.0", Take::supply_watts) == ErrorKind::sentinel);
  CHECK(number("0.5", Take::supply_watts) == 0.5);
  CHECK(reason("0", Take::mebibytes) == ErrorKind::sentinel);
}

TEST_CASE("redfish: a bit error rate of 15E-255 was not measured", "[probes][redfish]") {
  CHECK(reason("1.5e-254", Take::error_ratio) == ErrorKind::not_observable);
  CHECK(number("9e-06", Take::error_ratio) == 9e-06);
  CHECK(number("0.0", Take::error_ratio) == 0);
  CHECK(reason("\"0.000000\"", Take::error_ratio) == ErrorKind::not_observable);
  CHECK(reason("2", Take::error_ratio) == ErrorKind::out_of_range);
}

TEST_CASE("redfish: a leak detector that is Unavailable or Absent is not dry",
          "[probes][redfish]") {
  CHECK(number(R"("OK")", Take::leak) == 0);
  CHECK(number(R"("Warning")", Take::leak) == 1);
  CHECK(number(R"("Critical")", Take::leak) == 2);
  CHECK(reason(R"("Unavailable")", Take::leak) == ErrorKind::not_observable);
  CHECK(reason(R"("Absent")", Take::leak) == ErrorKind::absent);
  CHECK(reason(R"("Dry")", Take::leak) == ErrorKind::unsupported);
}

TEST_CASE("redfish: words and flags have one meaning, and an unknown word none",
          "[probes][redfish]") {
  CHECK(number("true", Take::flag) == 1);
  CHECK(number(R"("false")", Take::flag) == 0);
  CHECK(number(R"("Tripped")", Take::breaker) == 1);
  CHECK(number(R"("LinkUp")", Take::link_status) == 1);
  CHECK(number(R"("Training")", Take::link_status) == 0);
  CHECK(reason(R"("PoweringOn")", Take::power_switch) == ErrorKind::unsupported);
  CHECK(reason("7", Take::flag) == ErrorKind::out_of_range);
  CHECK(reason("1", Take::health) == ErrorKind::malformed);
  CHECK(number(R"("PT23H59M34.146524704S")", Take::duration) == Approx(86374.146524704));
  CHECK(reason("12", Take::duration) == ErrorKind::malformed);
}

TEST_CASE("redfish: what an absent part shows is no reading", "[probes][redfish]") {
  CHECK(state_forbids("Absent")->kind == ErrorKind::absent);
  CHECK(state_forbids("Disabled")->kind == ErrorKind::not_observable);
  CHECK(state_forbids("UnavailableOffline")->kind == ErrorKind::not_observable);
  CHECK_FALSE(state_forbids("Enabled"));
  CHECK_FALSE(state_forbids(""));
}
