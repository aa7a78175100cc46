#include "reports/html_style.h"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("html style: nothing is fetched, nothing can end the style element", "[reports][html]") {
  for (const auto* word : {"url(", "@import", "<", "http", "expression", "javascript"}) {
    CAPTURE(word);
    CHECK(kReportStyle.find(word) == std::string_view::npos);
  }
  CHECK(kReportStyle.find("@media print") != std::string_view::npos);
  CHECK(kReportStyle.find("@media (max-width: 700px)") != std::string_view::npos);
  CHECK(std::ranges::count(kReportStyle, '{') == std::ranges::count(kReportStyle, '}'));
}
