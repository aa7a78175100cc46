#include <catch2/catch.hpp>

#include "reports/html_sections.h"
#include "tests/reports/example_report.h"
#include "tests/reports/html_sections_probe.h"

using namespace rackproof;
using testing::says;

TEST_CASE("html run: each step with seed, canary, checks and the way to repeat it",
          "[reports][html]") {
  testing::ExampleReport example;
  const auto page = html_sections::run(example.view()).value();
  CHECK(says(page, "11400714819323198487"));
  CHECK(says(page, "a planted wrong result was caught"));
  CHECK(says(page, "48\u00A0211"));
  CHECK(says(page, "<pre>rackproof workload gemm_exact --seed"));
  CHECK(says(page, "O_DIRECT is not offered there"));
}

TEST_CASE("html run: a wrong answer is loud although the step completed", "[reports][html]") {
  testing::ExampleReport example;
  const auto page = html_sections::run(example.view()).value();
  CHECK(says(page, "WRONG ANSWER"));
  CHECK(says(page, "<div class=\"step fail\">"));
  CHECK(says(page, "0x9f4e2a11"));
  example.record.steps[0].canary.caught = false;
  CHECK(says(html_sections::run(example.view()).value(), "A PLANTED WRONG RESULT WAS MISSED"));
}

TEST_CASE("html readings: what could not be read stands with reason and remedy",
          "[reports][html]") {
  testing::ExampleReport example;
  const auto page = html_sections::readings(example.view());
  REQUIRE(page);
  CHECK(says(*page, "absent: no such directory"));
  CHECK(says(*page, "load the EDAC driver of this processor"));
  CHECK(says(*page, "malformed 4: &lt;script&gt;"));
}

TEST_CASE("html plots: a chunk that cannot be read stops the rendering", "[reports][html]") {
  testing::ExampleReport example;
  CHECK(html_sections::plots(example.view()));
  example.series.spoiled = SeriesKey{"node", "gemm_exact_flops_per_second"};
  CHECK_FALSE(html_sections::plots(example.view()));
  CHECK_FALSE(html_sections::readings(example.view()));
}
