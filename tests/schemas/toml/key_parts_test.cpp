#include "schemas/toml/key_parts.h"

#include <string>

#include <catch2/catch.hpp>

#include "schemas/toml/tree.h"

using namespace rackproof;

namespace {

/// A key of so many parts.
std::string key_of(std::size_t parts, const std::string& part = "a") {
  std::string key = part;
  while (--parts > 0) {
    key += "." + part;
  }
  return key;
}

}  // namespace

TEST_CASE("key parts: only what stands outside of texts and comments is part of a key",
          "[schemas][toml]") {
  const auto dots = std::string(40, '.');
  for (const auto& text :
       {key_of(kMostKeyParts) + " = 1\n", "[" + key_of(kMostKeyParts) + "]\n",
        "a = \"" + dots + "\"\n", "a = '" + dots + "'\n", "a = \"\\\"" + dots + "\"\n",
        "a = \"\"\"\n\"" + dots + "\"\" \\\"\"\"\" # " + dots + "\n", "# " + dots + "\na = 1\n",
        "a = '''" + dots + "'''''\n", "\"" + dots + "\" = 1\n", "'" + dots + "' = \"\"\n",
        std::string("a = [1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, "
                    "1.5, 1.5, 1.5]\n")}) {
    INFO(text);
    CHECK(line_of_long_key(text) == 0);
    CHECK(parse_toml(text, "f"));
  }
}

TEST_CASE("key parts: a key of too many is found wherever it stands", "[schemas][toml]") {
  const auto key = key_of(kMostKeyParts + 1);
  CHECK(line_of_long_key(key + " = 1\n") == 1);
  CHECK(line_of_long_key("a = 1\n\n[[" + key + "]]\n") == 3);
  CHECK(line_of_long_key("a = { b = 1, " + key + " = 2 }\n") == 1);
  CHECK(line_of_long_key("a = '''\n'''\n[" + key_of(kMostKeyParts + 1, "'x y'") + "]\n") == 3);
  CHECK(line_of_long_key("a = \"\"\n" + key + " = 1\n") == 2);
  CHECK(line_of_long_key("a = \"\"\"\"\"\"\n" + key + " = 1\n") == 2);
  CHECK(line_of_long_key("a = \"\"\"x\"\"\"\"\" # \"\n" + key + " = 1\n") == 2);
  CHECK(line_of_long_key("a = '\\'\n" + key + " = 1\n") == 2);  // no escape there
}

TEST_CASE("toml: tables inside one another without end are refused, not entered",
          "[schemas][toml]") {
  const auto refusal = [](const std::string& text) {
    const auto tree = parse_toml(text, "reference.toml");
    REQUIRE_FALSE(tree);
    CHECK(tree.error().kind == ErrorKind::malformed);
    return tree.error().message;
  };
  constexpr std::size_t kDeep = 400'000;
  SECTION("45.34 by the header of a table") {
    CHECK(refusal("[" + key_of(kDeep) + "]\n") == "reference.toml:1: a key of more than 8 parts");
  }
  SECTION("45.35 by a key of many parts") {
    CHECK(refusal("\n" + key_of(kDeep) + " = 1\n") ==
          "reference.toml:2: a key of more than 8 parts");
  }
  SECTION("45.36 by keys of many parts inside one another") {
    std::string text;
    for (int level = 0; level < 1000; ++level) {
      text += key_of(kMostKeyParts) + " = {";
    }
    CHECK(refusal("k = {" + text).find("maximum nested value depth") != std::string::npos);
  }
}
