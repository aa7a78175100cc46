#include "schemas/first_character.h"

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("first character: it tells its length, its number and whether it is shown as it is",
          "[schemas][encoding]") {
  CHECK(first_character("az").bytes == 1);
  CHECK(first_character("az").code_point == 'a');
  CHECK_FALSE(first_character("az").drives_a_terminal);
  CHECK(first_character("\x1Bz").drives_a_terminal);
  CHECK(first_character("\xC2\x9Bz").bytes == 2);
  CHECK(first_character("\xC2\x9Bz").drives_a_terminal);
  CHECK(first_character("\xF3\xA0\x84\x80").code_point == 0xE0100);
  CHECK(first_character("\xFFz").bytes == 0);
}
