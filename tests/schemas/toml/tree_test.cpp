#include "schemas/toml/tree.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("toml tree: every value keeps the line it stood on", "[schemas][toml]") {
  const auto tree = parse_toml("a = 1\n\n[b]\nc = [1, 2.5, \"x\", true]\n", "f.toml");
  REQUIRE(tree);
  CHECK(tree->find("a")->where == "f.toml:1");
  const auto* c = tree->find("b")->table()->find("c");
  REQUIRE(c != nullptr);
  CHECK(c->where == "f.toml:4");
  REQUIRE(c->array()->size() == 4);
  CHECK(std::get<std::int64_t>((*c->array())[0].value) == 1);
  CHECK(std::get<double>((*c->array())[1].value) == 2.5);
  CHECK(*(*c->array())[2].text() == "x");
  CHECK(std::get<bool>((*c->array())[3].value));
  CHECK(tree->find("z") == nullptr);
}

TEST_CASE("toml tree: what is not TOML is told with file and line", "[schemas][toml]") {
  const auto broken = parse_toml("a = 1\nb = \n", "f.toml");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().kind == ErrorKind::malformed);
  CHECK(broken.error().message.starts_with("f.toml:2: "));

  const auto twice = parse_toml("a = 1\na = 2\n", "f.toml");
  REQUIRE_FALSE(twice);
  CHECK(twice.error().message.starts_with("f.toml:2: "));
}

TEST_CASE("toml tree: a table header without a key is told, not asserted", "[schemas][toml]") {
  for (const auto* header :
       {"[=]", "[[=]]", "[\x01]", "[.a]", "[#]", "[\n", "[[", "[a.=]", "[é]"}) {
    CAPTURE(header);
    const auto tree = parse_toml("a = 1\n" + std::string(header), "f.toml");
    REQUIRE_FALSE(tree);
    CHECK(tree.error().kind == ErrorKind::malformed);
    CHECK(tree.error().message.starts_with("f.toml:2: "));
  }
}

TEST_CASE("toml tree: dates, NaN and infinity are refused by name", "[schemas][toml]") {
  CHECK(parse_toml("a = 2026-11-21\n", "f").error().message ==
        "f:1: dates and times are written as text, in quotes");
  CHECK(parse_toml("a = nan\n", "f").error().message == "f:1: a number must be finite");
  CHECK(parse_toml("x = [[{ a = -inf }]]\n", "f").error().message ==
        "f:1: a number must be finite");
}

TEST_CASE("toml tree: bytes that are not UTF-8 and files too large are refused",
          "[schemas][toml]") {
  CHECK_FALSE(parse_toml("a = \"\xff\xfe\"\n", "f"));
  CHECK(parse_toml(std::string(kTomlLimit + 1, '\n'), "f").error().kind == ErrorKind::out_of_range);
  CHECK_FALSE(parse_toml("a = " + std::string(5000, '['), "f"));
}
