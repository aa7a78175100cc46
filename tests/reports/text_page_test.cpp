#include "reports/text_page.h"

#include <string>

#include <catch2/catch.hpp>

#include "schemas/text.h"

using namespace rackproof;

TEST_CASE("text page: lines break between words and keep their column", "[reports][text]") {
  TextPage page;
  std::string words;
  for (int i = 0; i < 60; ++i) {
    words += "w\xC3\xB6rd ";
  }
  page.fact("name", words);
  const auto text = page.take();
  for (const auto line : lines(text)) {
    CHECK(characters(line) <= 100);
  }
  CHECK(lines(text)[1].starts_with(std::string(14, ' ') + "w\xC3\xB6rd"));
}

TEST_CASE("text page: nothing can drive the terminal", "[reports][text]") {
  TextPage page;
  page.heading("a\x1B[31m", '=').paragraph("b\x07").fact("c\x1B", "d\xC2\x9B");
  const auto text = page.take();
  for (const char c : text) {
    CHECK((c == '\n' || static_cast<unsigned char>(c) >= ' '));
  }
  CHECK(text.starts_with("a\\x1b[31m\n=========\n"));
}

TEST_CASE("text page: a name longer than its column pushes the text on", "[reports][text]") {
  TextPage page;
  page.fact("a-very-long-name", "x");
  CHECK(page.take() == "a-very-long-name x\n");
}
