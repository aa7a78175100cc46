#include "schemas/encoding.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace std::string_literals;

TEST_CASE("encoding: base64 gives the vectors of RFC 4648 both ways", "[schemas][encoding]") {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    CHECK(to_base64(bytes) == text);
    CHECK(from_base64(text).value() == bytes);
  }
  std::string all;
  for (int byte = 0; byte < 256; ++byte) {
    all.push_back(static_cast<char>(byte));
  }
  CHECK(from_base64(to_base64(all)).value() == all);
}

TEST_CASE("encoding: base64 that could be written in two ways is refused", "[schemas][encoding]") {
  for (const auto* text : {"Zg", "Zg=", "Zh==", "Zm9=", "Zg==\n", "Zm 9v",
                           "Z===", "====", "Zg==Zg==", "Zm9_", "-m9v"}) {
    CAPTURE(text);
    CHECK(from_base64(text).error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("encoding: UTF-8 without surrogates, over-long forms or half sequences",
          "[schemas][encoding]") {
  CHECK(is_utf8("plain, \xC3\xA9, \xE2\x82\xAC, \xF0\x9F\x98\x80, \xF4\x8F\xBF\xBF"));
  for (const auto* text :
       {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xE2\x82", "a\xC3"}) {
    CHECK_FALSE(is_utf8(text));
  }
}

TEST_CASE("encoding: a hostile string cannot drive a terminal", "[schemas][encoding]") {
  CHECK(printable("\x1B[2Jgone\n") == "\\x1b[2Jgone\\x0a");
  CHECK(printable("\xFFz") == "\\xffz");
  CHECK(printable("a\xE2\x80\xAE"
                  "b") ==
        "a\\xe2\\x80\\xae"
        "b");                                    // U+202E, right-to-left override
  CHECK(printable("\xC2\x9B") == "\\xc2\\x9b");  // C1: CSI in one character
  CHECK(printable("Gr\xC3\xB6\xC3\x9F"
                  "e") ==
        "Gr\xC3\xB6\xC3\x9F"
        "e");
  CHECK(printable(std::string(500, 'x'), 10) == "xxxxxxxxxx...");
  CHECK(to_hex("\x00\xFF"s) == "00ff");
}

TEST_CASE("34.6 letters that cannot be seen, or break or turn a line, are shown as bytes",
          "[schemas][encoding]") {
  for (const auto* hidden : {"\xC2\xAD", "\xD8\x9C", "\xE2\x80\x8B", "\xE2\x80\x8D", "\xE2\x80\xA8",
                             "\xE2\x80\xA9", "\xE2\x81\xA0", "\xE2\x81\xA6", "\xEF\xBB\xBF",
                             "\xF3\xA0\x81\x81", "\xCD\x8F", "\xE1\x85\x9F", "\xE3\x85\xA4",
                             "\xEF\xB8\x8F", "\xEF\xBE\xA0", "\xE2\xA0\x80", "\xF3\xA0\x84\x80"}) {
    const auto shown = printable("RACK" + std::string(hidden) + "-7");
    INFO(shown);
    CHECK(shown.starts_with("RACK\\x"));
    CHECK(shown.ends_with("-7"));
  }
  CHECK(printable("RACK-7 \xE2\x80\xA2 \xE2\x82\xAC") == "RACK-7 \xE2\x80\xA2 \xE2\x82\xAC");
}

TEST_CASE("encoding: base64 of either alphabet is read, never of both", "[schemas][encoding]") {
  CHECK(from_either_base64("+/8=").value() == "\xfb\xff");
  CHECK(from_either_base64("-_8=").value() == "\xfb\xff");
  CHECK(from_either_base64("Zm8=").value() == "fo");
  CHECK(from_either_base64("").value().empty());
  for (const auto* text : {"+_8=", "-/8=", "-_8", "-_9=", "-_8=\n", "- 8="}) {
    INFO(text);
    const auto bytes = from_either_base64(text);
    REQUIRE_FALSE(bytes);
    CHECK(bytes.error().kind == ErrorKind::malformed);
  }
}
