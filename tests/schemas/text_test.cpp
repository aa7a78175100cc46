#include "schemas/text.h"

#include <cstdint>
#include <limits>
#include <string_view>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("text: trimming takes every ASCII white space and nothing else", "[schemas][text]") {
  CHECK(trim(" \t\r\n\v\fa b\n") == "a b");
  CHECK(trim(" \n").empty());
  CHECK(trim("").empty());
  CHECK(trim("\xC2\xA0x") == "\xC2\xA0x");
}

TEST_CASE("text: lower case is ASCII's alone", "[schemas][text]") {
  CHECK(lower_case("AZaz09_-") == "azaz09_-");
  CHECK(lower_case("\xC3\x84@[`{") == "\xC3\x84@[`{");
}

TEST_CASE("text: splitting keeps empty pieces, words do not", "[schemas][text]") {
  CHECK(split("a,,b,", ',') == std::vector<std::string_view>{"a", "", "b", ""});
  CHECK(split("", ',') == std::vector<std::string_view>{""});
  CHECK(words("  a \t b\n") == std::vector<std::string_view>{"a", "b"});
  CHECK(words(" \n ").empty());
  CHECK(lines("a\n\nb\n") == std::vector<std::string_view>{"a", "", "b"});
  CHECK(lines("a\nb") == std::vector<std::string_view>{"a", "b"});
  CHECK(lines("").empty());
}

TEST_CASE("text: an integer is the whole text or an error that shows the text", "[schemas][text]") {
  CHECK(parse_integer("-9223372036854775808").value() == std::numeric_limits<std::int64_t>::min());
  CHECK(parse_unsigned("18446744073709551615").value() ==
        std::numeric_limits<std::uint64_t>::max());
  CHECK(parse_hex("0x1d0f").value() == 0x1d0f);
  CHECK(parse_hex("FF").value() == 255);

  CHECK(parse_integer("N/A").error().message == "expected an integer, got 'N/A'");
  CHECK(parse_integer("9223372036854775808").error().kind == ErrorKind::out_of_range);
  CHECK(parse_unsigned("-1").error().kind == ErrorKind::malformed);
  for (const auto* text : {"", " 1", "1 ", "+1", "1.0", "0x10", "1,000"}) {
    CAPTURE(text);
    CHECK(parse_integer(text).error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("text: what is not a finite number is not a number", "[schemas][text]") {
  CHECK(parse_double("-1.5e3").value() == -1500.0);
  CHECK(parse_double("1e400").error().kind == ErrorKind::out_of_range);
  for (const auto* text : {"", "nan", "NaN", "inf", "-Infinity", "1,5", " 1", "0x1p3", "1 W"}) {
    CAPTURE(text);
    CHECK(parse_double(text).error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("text: a double survives its shortest text bit for bit", "[schemas][text]") {
  CHECK(format_double(0.1) == "0.1");
  CHECK(format_double(812.4) == "812.4");
  for (const double value : {0.1 + 0.2, 1.0 / 3, 5e-324, 1.7976931348623157e308, -0.0, 85.25}) {
    CHECK(parse_double(format_double(value)).value() == value);
  }
}

TEST_CASE("text: a pattern matches the whole text, and '*' stands for anything", "[schemas]") {
  CHECK(matches_pattern("node/cpu:3", "node/cpu:3"));
  CHECK_FALSE(matches_pattern("node/cpu:31", "node/cpu:3"));
  CHECK(matches_pattern("node/cpu:3", "node/cpu:*"));
  CHECK(matches_pattern("node/cpu:", "node/cpu:*"));
  CHECK(matches_pattern("node/pci:0000:3b:00.0/nvme:S1", "*/nvme:*"));
  CHECK(matches_pattern("abcbc", "a*bc"));
  CHECK_FALSE(matches_pattern("ab", "ab*b"));
  CHECK_FALSE(matches_pattern("node", ""));
  CHECK(matches_pattern("", "*"));
}
