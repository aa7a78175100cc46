#include "schemas/json/strict_json.h"

#include <string>
#include <string_view>

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace std::string_literals;

namespace {

std::string refusal(std::string_view text) {
  const auto json = parse_strict_json(text);
  return json ? "accepted" : json.error().message;
}

}  // namespace

TEST_CASE("strict json: every kind of value arrives as what it is", "[schemas][json]") {
  const auto json = parse_strict_json(
      R"( {"b":true,"i":-9007199254740992,"d":0.5,"s":"\u00e9\n","a":[null,[]],"o":{}} )");
  REQUIRE(json);
  CHECK(*json->find("b")->if_boolean());
  CHECK(*json->find("i")->if_integer() == -kLargestExactInteger);
  CHECK(*json->find("d")->if_number() == 0.5);
  CHECK(json->find("d")->as_double() == 0.5);
  CHECK(json->find("i")->if_number() == nullptr);
  CHECK(*json->find("s")->if_string() == "\xC3\xA9\n");
  CHECK(json->find("a")->if_array()->at(0).is_null());
  CHECK(json->find("o")->if_object()->empty());
  CHECK(json->find("none") == nullptr);
  CHECK(json->if_object()->front().name == "b");
}

TEST_CASE("strict json: a name twice in one object is two truths", "[schemas][json]") {
  CHECK(refusal(R"({"a":1,"a":1})") == "a: the name stands twice");
  CHECK(refusal(R"({"payload":1,"\u0070ayload":2})") == "payload: the name stands twice");
  CHECK(refusal(R"({"x":[0,{"y":{"z":1,"z":2}}]})") == "x[1].y.z: the name stands twice");
  CHECK(parse_strict_json(R"([{"a":1},{"a":1}])"));
  CHECK(parse_strict_json(R"({"a":{"a":1}})"));
}

TEST_CASE("strict json: one document and nothing before or after it", "[schemas][json]") {
  for (const auto* text :
       {"",           " ",         "{} {}",  "{}x",         "[1,]",
        "{\"a\":1,}", "{'a':1}",   "{a:1}",  "[1",          "\"a",
        "// c\n{}",   "{}/**/",    "tru",    "nulls",       "{\"a\"}",
        "[1 2]",      "\"\\x41\"", "\"\n\"", "\"\\ud800\"", "\"\\udc00\\ud800\""}) {
    CAPTURE(text);
    const auto json = parse_strict_json(text);
    REQUIRE_FALSE(json);
    CHECK(json.error().kind == ErrorKind::malformed);
  }
  CHECK(refusal("{}\0"s) == "a NUL byte");
  CHECK(refusal("{}\0garbage"s) == "a NUL byte");
}

TEST_CASE("strict json: UTF-8 only, without a byte order mark", "[schemas][json]") {
  CHECK(refusal("\xEF\xBB\xBF{}") == "JSON must not start with a byte order mark");
  CHECK(refusal("\xFF\xFE{\0}\0"s) != "accepted");
  CHECK(refusal("[\"\xC0\x80\"]") == "not UTF-8");
  CHECK(refusal("[\"\xED\xA0\x80\"]") == "not UTF-8");
  CHECK(refusal(R"({"a":"x\u0000y"})") == "a: a string holds a NUL");
  CHECK(refusal(R"({"x\u0000y":1})") != "accepted");
}

TEST_CASE("strict json: a number that lost bits on the way is refused", "[schemas][json]") {
  CHECK(parse_strict_json("9007199254740992"));
  CHECK(refusal(R"({"seed":9007199254740993})") ==
        "seed: an integer beyond 2^53 must be written as a string");
  CHECK(refusal("[18446744073709551616]") ==
        "[0]: an integer beyond 2^53 must be written as a string");
  CHECK(refusal("-9007199254740993") != "accepted");
  for (const auto* text : {"NaN", "Infinity", "-Infinity", "1e400", "01", "+1", ".5", "5.", "0x10",
                           "1_000", "--1", "1e", "-"}) {
    CAPTURE(text);
    CHECK(refusal(text) != "accepted");
  }
}

TEST_CASE("strict json: a long integer becomes the text of its digits where that is asked for",
          "[schemas][json]") {
  JsonLimits limits;
  limits.long_integers_as_text = true;
  const auto json = parse_strict_json(
      "[9007199254740992, 9007199254740993, -9007199254740993, 18446744073709551615,"
      " 340282366920938463463374607431768211456]",
      limits);
  REQUIRE(json);
  const auto& items = *json->if_array();
  CHECK(*items[0].if_integer() == 9007199254740992);
  CHECK(*items[1].if_string() == "9007199254740993");
  CHECK(*items[2].if_string() == "-9007199254740993");
  CHECK(*items[3].if_string() == "18446744073709551615");
  CHECK(*items[4].if_string() == "340282366920938463463374607431768211456");
  CHECK_FALSE(parse_strict_json("[9007199254740993]"));
}

TEST_CASE("strict json: depth and size end at their limits, not in the stack", "[schemas][json]") {
  const auto nested = [](std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
  };
  CHECK(parse_strict_json(nested(64)));
  CHECK(parse_strict_json(nested(65)).error().kind == ErrorKind::out_of_range);
  CHECK(parse_strict_json(std::string(200000, '[')).error().kind == ErrorKind::out_of_range);
  CHECK(parse_strict_json("[1, 2]", {.bytes = 5}).error().kind == ErrorKind::out_of_range);
  CHECK(parse_strict_json("[1, 2]", {.bytes = 6}));
}

TEST_CASE("strict json: a hostile text cannot speak through the error", "[schemas][json]") {
  CHECK(refusal("{\"a\":\"\x1B[2J\"}").find('\x1B') == std::string::npos);
}
