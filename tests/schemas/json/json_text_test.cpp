#include "schemas/json/json_text.h"

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "schemas/json/strict_json.h"
#include "schemas/text.h"

using namespace rackproof;

namespace {

std::string written(double value) {
  return JsonText().number(value).take();
}

}  // namespace

TEST_CASE("json text: readings of a few decimals are written as people write them", "[json]") {
  CHECK(written(0) == "0");
  CHECK(written(47.5) == "47.5");
  CHECK(written(-0.125) == "-0.125");
  CHECK(written(91.07) == "91.07");
  CHECK(written(100) == "100");
  CHECK(written(0.1 + 0.2) == "0.30000000000000004");
  CHECK(written(-0.0) == "-0");
  CHECK(written(0.0005) == "5e-04");  // as short as can be
}

TEST_CASE("json text: every double reads back as the same bits, and no longer than it must be",
          "[json]") {
  std::mt19937_64 bits(7);
  const auto check = [](double value) {
    const auto text = written(value);
    const auto back = parse_double(text);
    REQUIRE(back);
    CHECK(std::bit_cast<std::uint64_t>(*back) == std::bit_cast<std::uint64_t>(value));
    CHECK(text.size() <= std::max(format_double(value).size(), std::size_t{15}));
  };
  for (int i = 0; i < 20'000; ++i) {
    const auto value = std::bit_cast<double>(bits());
    if (std::isfinite(value)) {
      check(value);
    }
    check(static_cast<double>(bits() % 2'000'000'000) / 1000);
    check(static_cast<double>(bits() % 1'000'000'000'000'000) / 1000);
    check(static_cast<double>(bits() >> 11) * 0x1p-53 * 1e15);
  }
  for (const double value :
       {std::numeric_limits<double>::max(), std::numeric_limits<double>::min(),
        std::numeric_limits<double>::denorm_min(), 1e15, 1e12, 999999999999.999, 0x1p53}) {
    check(value);
    check(-value);
  }
}

TEST_CASE("json text: whole numbers of any size", "[json]") {
  CHECK(JsonText().number(std::int64_t{0}).take() == "0");
  CHECK(JsonText().number(std::numeric_limits<std::int64_t>::min()).take() ==
        "-9223372036854775808");
  for (std::int64_t power = 1; power <= 1'000'000'000'000'000'000; power *= 10) {
    for (const auto value : {power - 1, power, power + 1, 7 * (power / 9), 9 * (power - 1)}) {
      for (const auto either : {value, -value}) {
        REQUIRE(JsonText().number(either).take() == std::to_string(either));
      }
    }
    if (power == 1'000'000'000'000'000'000) {
      break;
    }
  }
}

TEST_CASE("json text: a string is JSON, whatever is in it", "[json]") {
  for (const std::string& text :
       std::vector<std::string>{"plain", "", "a\"b\\c", "new\nline", "\xC3\xA4", "\xFF", "\x7F"}) {
    const auto json = parse_strict_json("[" + JsonText().text(text).take() + "]");
    INFO(text);
    REQUIRE(json);
  }
  CHECK(JsonText().member("a", "b").take() == "\"a\":\"b\"");
}

TEST_CASE("json text: it grows as it must, and is taken whole", "[json]") {
  JsonText text(1);
  std::string same;
  CHECK(text.last() == '\0');
  for (int i = 0; i < 1000; ++i) {
    text.put("abc").put('d').number(std::int64_t{i});
    same += "abcd" + std::to_string(i);
  }
  CHECK(text.last() == '9');
  CHECK(text.take() == same);
}
