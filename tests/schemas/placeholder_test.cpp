#include "schemas/placeholder.h"

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("placeholder: words for no value are none, however they are written", "[schemas]") {
  for (const auto* text :
       {"", "  ", "N/A", "n/a", " NA ", "nan", "NaN", "null", "Unknown", "None\n"}) {
    INFO(text);
    CHECK(is_no_value(text));
    CHECK(is_no_name(text));
  }
}

TEST_CASE("placeholder: what makers leave in a field is no name, and may be a value elsewhere",
          "[schemas]") {
  for (const auto* text :
       {"To Be Filled By O.E.M.", "To be filled by O.E.M.", "Default string", "Not Specified",
        "System Serial Number", "Not Applicable", "0123456789", "Empty", "INVALID", " TBD "}) {
    INFO(text);
    CHECK(is_no_name(text));
    CHECK_FALSE(is_no_value(text));
  }
}

TEST_CASE("placeholder: a name that begins or ends like one is a name", "[schemas]") {
  for (const auto* text :
       {"NA-7", "Nonesuch", "0", "01234567890", "Unknown Board 3", "Empty Bay"}) {
    INFO(text);
    CHECK_FALSE(is_no_value(text));
    CHECK_FALSE(is_no_name(text));
  }
}
