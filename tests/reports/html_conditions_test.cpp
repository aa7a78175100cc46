#include <catch2/catch.hpp>

#include "reports/html_sections.h"
#include "tests/reports/example_report.h"
#include "tests/reports/html_sections_probe.h"

using namespace rackproof;
using testing::says;

TEST_CASE("html conditions: without instruments the sensors are called uncalibrated",
          "[reports][html]") {
  testing::ExampleReport example;
  const auto page = html_sections::conditions(example.view());
  CHECK(says(page, "pdu-1"));
  CHECK(says(page, "CAL-77"));
  CHECK(says(page, "the wall clock moved by 3.2 s"));
  CHECK(says(page, "--only gemm"));
  example.record.site = Site{};
  example.record.disturbances.clear();
  example.record.deviations.clear();
  const auto bare = html_sections::conditions(example.view());
  CHECK(says(bare, "uncalibrated on-board sensors"));
  CHECK(says(bare, "Nothing changed under the run."));
  CHECK(says(bare, "<dt>Inlet temperature</dt>\n<dd>not given</dd>"));
}

TEST_CASE("html evidence: every member with size and digest", "[reports][html]") {
  testing::ExampleReport example;
  const auto page = html_sections::evidence(example.view());
  CHECK(says(page, "3 members"));
  CHECK(says(page, "logs/gemm.log"));
}
