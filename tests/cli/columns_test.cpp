#include "cli/columns.h"

#include <string>

#include <catch2/catch.hpp>

#include "schemas/text.h"

using namespace rackproof;

TEST_CASE("columns: UTF-8 counts by character, not by byte", "[cli]") {
  CHECK(columns_of("├─ x") == 4);
  CHECK(fit("Gerät", 5) == "Gerät");
  CHECK(fit("Geräte", 5) == "Gerä…");
  CHECK(fit("abc", 0).empty());
}

TEST_CASE("columns: no line of a tree is over 80 columns, what is wrong is never cut", "[cli]") {
  const std::string wrong = "12 of 144 readings missing";
  for (const std::size_t length : {1U, 30U, 60U, 200U}) {
    const auto line = tree_line(std::string(length, 'n'), std::string(length, 'w'), wrong);
    INFO(line);
    CHECK(columns_of(line) <= kColumns + 1);  // and its newline
    CHECK(line.ends_with("! " + wrong + "\n"));
  }
  CHECK(tree_line("name", "", "") == "name\n");
}

TEST_CASE("columns: long sentences are broken at blanks", "[cli]") {
  const auto text = wrapped(std::string(40, 'a') + " " + std::string(39, 'b') + " c", "  ");
  for (const auto line : lines(text)) {
    CHECK(columns_of(line) <= kColumns);
    CHECK(line.starts_with("  "));
  }
  CHECK(lines(text).size() == 2);
  CHECK(wrapped("", "  ").empty());
}
