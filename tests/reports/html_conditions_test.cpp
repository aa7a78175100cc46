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
  CHECK(says(page, "<dt>Clock at start</dt>\n<dd>not told: a captured tree has no clock</dd>"));
  CHECK(says(page, "<dt>Clock at end</dt>\n<dd>clock not synchronised: "));
  example.record.site = Site{};
  example.record.disturbances.clear();
  example.record.deviations.clear();
  const auto bare = html_sections::conditions(example.view());
  CHECK(says(bare, "uncalibrated on-board sensors"));
  CHECK(says(bare, "Nothing changed under the run."));
  CHECK(says(bare, "<dt>Inlet temperature</dt>\n<dd>not given</dd>"));
}

TEST_CASE("html conditions: calibration, uncertainty, segments and what a disturbance takes",
          "[reports][html]") {
  testing::ExampleReport example;
  auto& instrument = example.record.site.instruments.at(0);
  instrument.due = "2020-01-01";
  instrument.metric = "temperature_celsius";
  instrument.expanded_uncertainty = 0.4;
  instrument.uncertainty_unit = Unit::celsius;
  const auto start = example.record.started;
  example.record.segments = {
      {"a", start, start + std::chrono::minutes(1), "reboot", {}},
      {"b", start + std::chrono::minutes(3), example.record.finished, "", {"node/fan:1 added"}}};
  const auto page = html_sections::conditions(example.view());
  CHECK(says(page, "calibration overdue since 2020-01-01"));
  CHECK(says(page, "U = 0.4 Cel (k = 2) of temperature_celsius on every device"));
  CHECK(says(page, "another boot"));
  CHECK(says(page, "node/fan:1 added"));
  CHECK(says(page, "everything said of the phase"));
  example.record.segments.clear();
  CHECK(says(html_sections::conditions(example.view()), "in one piece"));
}

TEST_CASE("html evidence: every member with size and digest", "[reports][html]") {
  testing::ExampleReport example;
  const auto page = html_sections::evidence(example.view());
  CHECK(says(page, "3 members"));
  CHECK(says(page, "logs/gemm.log"));
}
