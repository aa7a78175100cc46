#include "probes/rapl/rapl_parse.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using rapl::ZoneName;

TEST_CASE("rapl: zones know their control type and the zone that holds them", "[probes][rapl]") {
  CHECK(rapl::split_zone("intel-rapl:0") == ZoneName{"intel-rapl", ""});
  CHECK(rapl::split_zone("intel-rapl:0:1") == ZoneName{"intel-rapl", "intel-rapl:0"});
  CHECK(rapl::split_zone("intel-rapl:a") == ZoneName{"intel-rapl", ""});
  CHECK_FALSE(rapl::split_zone("intel-rapl"));
  CHECK_FALSE(rapl::split_zone("intel-rapl:"));
  CHECK_FALSE(rapl::split_zone(":0"));
}

TEST_CASE("rapl: the range of the counter is text in joules", "[probes][rapl]") {
  CHECK(*rapl::parse_range("262143328850") == "262143.32885");
  CHECK(rapl::parse_range("0").error().kind == ErrorKind::out_of_range);
  CHECK(rapl::parse_range("").error().kind == ErrorKind::malformed);
}

TEST_CASE("rapl: the package number comes from the zone's name", "[probes][rapl]") {
  CHECK(rapl::package_of("package-10") == 10);
  CHECK(rapl::package_of("package-1-die-0") == 1);
  CHECK_FALSE(rapl::package_of("core"));
  CHECK_FALSE(rapl::package_of("package-"));
}
