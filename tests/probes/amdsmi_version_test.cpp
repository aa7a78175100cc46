#include "probes/amdsmi/amdsmi_version.h"

#include <array>

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::amdsmi;

namespace {

using Words = std::array<std::uint32_t, 4>;

}  // namespace

TEST_CASE("amdsmi version: with a year and without are told apart, though as long",
          "[probes][amdsmi]") {
  const auto before = library_version(Words{24, 6, 3, 0}, "24.6.3.0");
  REQUIRE(before);
  CHECK(before->has_year);
  CHECK(to_text(*before) == "24.6.3.0");
  const auto after = library_version(Words{26, 1, 0, 0}, "26.1.0");
  REQUIRE(after);
  CHECK_FALSE(after->has_year);
  CHECK(to_text(*after) == "26.1.0");
}

TEST_CASE("amdsmi version: what stands behind the numbers is a build, the fourth word then nothing",
          "[probes][amdsmi]") {
  const auto version = library_version(Words{26, 0, 2, 0xA5A5A5A5}, "26.0.2+eaa54ecc");
  REQUIRE(version);
  CHECK(to_text(*version) == "26.0.2");
}

TEST_CASE("amdsmi version: numbers and build string that differ are no known version",
          "[probes][amdsmi]") {
  for (const auto* build : {"26.5.0", "26.1", "26.1.0.0.0", "", "mock", "26.x.0", "26.1.-1",
                            "26.1.0.7", "99999999999.1.0"}) {
    INFO(build);
    const auto version = library_version(Words{26, 1, 0, 0}, build);
    REQUIRE_FALSE(version);
    CHECK(version.error().kind == ErrorKind::unsupported);
    CHECK(version.error().message.find("26.1.0.0") != std::string::npos);
  }
}

TEST_CASE("amdsmi version: a build string cannot drive a terminal", "[probes][amdsmi]") {
  const auto version = library_version(Words{26, 1, 0, 0}, "\x1b[2J");
  REQUIRE_FALSE(version);
  CHECK(version.error().message.find('\x1b') == std::string::npos);
}
