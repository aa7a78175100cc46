#include "schemas/toml/writer.h"

#include <catch2/catch.hpp>

#include "schemas/toml/tree.h"

using namespace rackproof;

TEST_CASE("toml writer: text with quotes, control characters and umlauts comes back whole",
          "[schemas][toml]") {
  const std::string hostile = "say \"no\" \\ \n\t\r\x01\x1b\x7f K\xc3\xbchler";
  const auto tree = parse_toml("t = " + toml_text(hostile) + "\n", "f");
  REQUIRE(tree);
  CHECK(*tree->find("t")->text() == hostile);
}

TEST_CASE("toml writer: a key that is not bare is quoted", "[schemas][toml]") {
  CHECK(toml_key("neuronx-cc") == "neuronx-cc");
  CHECK(toml_key("*") == "\"*\"");
  CHECK(toml_key("") == "\"\"");
}

TEST_CASE("toml writer: tables and entries make one document", "[schemas][toml]") {
  TomlWriter out;
  out.table("a");
  out.text("x", "1");
  out.text_if_given("gone", "");
  out.array_table("b");
  out.entry_in("seconds", "quick", "3");
  CHECK(out.document() == "[a]\nx = \"1\"\n\n[[b]]\nseconds.quick = 3\n");
  CHECK(toml_texts({"a", "b"}) == "[\"a\", \"b\"]");
  CHECK(toml_integers({}) == "[]");
}
