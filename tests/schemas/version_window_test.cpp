#include "schemas/version_window.h"

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

std::optional<bool> within(std::string_view version, std::string_view asked) {
  const auto bounds = parse_version_window(asked);
  REQUIRE(bounds);
  return within_window(version, *bounds);
}

}  // namespace

TEST_CASE("version window: numbers are compared, not letters", "[schemas]") {
  CHECK(within("2.30.2.0", ">= 2.30.2") == true);
  CHECK(within("2.9.9", ">= 2.30.2") == false);
  CHECK(within("2.30", ">= 2.30.0") == true);
  CHECK(within("580.82.07", ">= 525.60.13") == true);
  CHECK(within("525.60.12", ">= 525.60.13") == false);
}

TEST_CASE("version window: the lower end belongs to it, the upper one does not", "[schemas]") {
  CHECK(within("2.30.2", ">= 2.30.2, < 2.32") == true);
  CHECK(within("2.31.7.0", ">= 2.30.2, < 2.32") == true);
  CHECK(within("2.32", ">= 2.30.2, < 2.32") == false);
  CHECK(within("2.32.0.0", "<2.32") == false);
}

TEST_CASE("version window: what is not numbers between dots cannot be put in order", "[schemas]") {
  CHECK_FALSE(within("2.30.2-rc1", ">= 2.30").has_value());
  CHECK_FALSE(within("", ">= 2.30").has_value());
}

TEST_CASE("version window: an exact version is none, and a bound that is cut off is refused",
          "[schemas]") {
  CHECK_FALSE(is_version_window("2.31.7.0"));
  CHECK(is_version_window(">= 2.31"));
  CHECK(is_version_window("< 3"));
  for (const auto* wrong : {">=", "> 2", "<= 2", ">= 2,", ">= 2 < 3", ">= two", ""}) {
    INFO(wrong);
    CHECK_FALSE(parse_version_window(wrong));
  }
}
