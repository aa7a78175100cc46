#include "reports/html_head.h"

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("html head: nothing is fetched, no script runs, the title is text", "[reports]") {
  const auto head = html_head("<b>x</b>");
  CHECK(head.find("default-src 'none'") != std::string::npos);
  CHECK(head.find("<title>&lt;b&gt;x") != std::string::npos);
  CHECK(head.find("<b>") == std::string::npos);
}
