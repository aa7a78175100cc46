#include <catch2/catch.hpp>

#include "reports/baseline.h"
#include "tests/reports/example_report.h"

using namespace rackproof;

TEST_CASE("baseline html: one page without script, every string escaped", "[reports]") {
  testing::ExampleReport earlier;
  testing::ExampleReport later;
  later.inventory.devices.front().serial = testing::kHostile;
  later.report.tier = testing::kHostile;
  const Compared then{earlier.report, earlier.record, earlier.inventory};
  const Compared now{later.report, later.record, later.inventory};

  const auto page = comparison_html(compare(then, now), then, now);

  CHECK(page.starts_with("<!DOCTYPE html>"));
  CHECK(page.find("default-src 'none'") != std::string::npos);
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("&lt;script&gt;") != std::string::npos);
  CHECK(page.ends_with("</html>\n"));
}
