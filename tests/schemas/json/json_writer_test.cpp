#include "schemas/json/json_writer.h"

#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "schemas/json/strict_json.h"

using namespace rackproof;
using namespace std::string_literals;

TEST_CASE("json writer: the bytes are these and no others", "[schemas][json]") {
  auto json = JsonObject()
                  .add("name", "eth0")
                  .add("speed", 25)
                  .add("share", 0.1)
                  .add("up", true)
                  .add("alias", std::optional<std::string>())
                  .add("tags", std::vector<std::string>{"a", "b"})
                  .add("empty", JsonArray().take())
                  .add("inner", JsonObject().take())
                  .take();
  CHECK(write_json(json) ==
        "{\n  \"name\": \"eth0\",\n  \"speed\": 25,\n  \"share\": 0.1,\n  \"up\": true,\n"
        "  \"alias\": null,\n  \"tags\": [\n    \"a\",\n    \"b\"\n  ],\n  \"empty\": [],\n"
        "  \"inner\": {}\n}\n");
  CHECK(write_json_line(json) ==
        "{\"name\":\"eth0\",\"speed\":25,\"share\":0.1,\"up\":true,\"alias\":null,"
        "\"tags\":[\"a\",\"b\"],\"empty\":[],\"inner\":{}}\n");
}

TEST_CASE("json writer: the strict reader reads whatever it writes", "[schemas][json]") {
  JsonArray all;
  for (int c = 1; c < 128; ++c) {
    all.add(std::string(1, static_cast<char>(c)));
  }
  all.add("\xF0\x9F\x98\x80").add(-0.5).add(1e300).add(5e-324).add(JsonValue());
  const auto json = all.take();
  CHECK(parse_strict_json(write_json(json)).value() == json);
  CHECK(parse_strict_json(write_json_line(json)).value() == json);
}

TEST_CASE("json writer: a number stays a number and an integer an integer", "[schemas][json]") {
  CHECK(write_json_line(json_of(5.0)) == "5.0\n");
  CHECK(write_json_line(json_of(-0.0)) == "-0.0\n");
  CHECK(write_json_line(json_of(5)) == "5\n");
  CHECK(parse_strict_json(write_json(json_of(1152921504606846976.0))));
}

TEST_CASE("json writer: bytes that are no text become U+FFFD", "[schemas][json]") {
  CHECK(write_json_line(json_of("a\xFF\xE2\x82z"s)) ==
        "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\"\n");
  CHECK(write_json_line(json_of("a\0b"s)) ==
        "\"a\xEF\xBF\xBD"
        "b\"\n");
}

TEST_CASE(
    "55.10 json writer: what drives a terminal is escaped, and is the same text when read back",
    "[schemas][json]") {
  const std::string hostile =
      "\xC2\x9B"
      "31m"               // CSI as one character of C1
      "\xE2\x80\xAE"      // right-to-left override
      "\xE2\x81\xA6"      // left-to-right isolate
      "\xE2\x80\xA8"      // line separator
      "\xF3\xA0\x84\x80"  // a variation selector beyond the first plane
      "\x1B\x7F";
  CHECK(write_json_line(json_of(hostile)) ==
        "\"\\u009b31m\\u202e\\u2066\\u2028\\udb40\\udd00\\u001b\\u007f\"\n");
  CHECK(parse_strict_json(write_json(json_of(hostile))).value() == json_of(hostile));
  CHECK(write_json_line(json_of("Gr\xC3\xB6\xC3\x9F\xF0\x9F\x98\x80")) ==
        "\"Gr\xC3\xB6\xC3\x9F\xF0\x9F\x98\x80\"\n");
}
