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

TEST_CASE("columns: what is wrong at length stands below its name, whole, in 80 columns", "[cli]") {
  const std::string few = "does not answer";
  CHECK(lines(tree_entry({"core:3", "NCv3", few}, "├─ ", "│  ")).size() == 1);

  std::string many = few;
  for (int i = 0; i < 20; ++i) {
    many += ", component_" + std::to_string(i) + " unhealthy";
  }
  for (const std::size_t depth : {0U, 3U, 30U, 70U}) {
    const std::string below(depth, ' ');
    const auto text = tree_entry({"core:3", "NCv3", many}, below, below);
    INFO(text);
    CHECK(text.find("component_19 unhealthy") != std::string::npos);
    CHECK(lines(text).front().find('!') == std::string_view::npos);
    for (const auto line : lines(text)) {
      CHECK(columns_of(line) <= kColumns);
    }
  }
}

TEST_CASE("columns: a word longer than a line is cut, not let over the edge", "[cli]") {
  const auto text = tree_entry({"x", "", "serial " + std::string(300, '7')}, "", "");
  for (const auto line : lines(text)) {
    CHECK(columns_of(line) <= kColumns);
  }
}
