#include "reports/text_run.h"

#include <catch2/catch.hpp>

#include "tests/reports/example_report.h"
#include "tests/reports/html_sections_probe.h"

using namespace rackproof;
using testing::says;

TEST_CASE("text run: every attempt with its windows and the command that does it again",
          "[reports]") {
  testing::ExampleReport example;
  auto& step = example.record.steps[0];
  example.series.all[{"node", "gemm_exact_flops_per_second"}] = {{step.measured_from, 1e12},
                                                                 {step.finished, 2e12}};
  TextPage page;
  REQUIRE(text_sections::run(example.view(), page));
  const auto text = page.take();
  CHECK(says(text, "attempt 1"));
  CHECK(says(text, "2 windows on"));
  CHECK(says(text, "again: rackproof workload gemm_exact --seed"));
  CHECK_FALSE(says(text, "k = 2"));
  CHECK(says(text, "(takes"));
}

TEST_CASE("text run: a canary that was missed is told apart from none that was planted",
          "[reports]") {
  testing::ExampleReport example;
  const auto text_with = [&](const Canary& canary) {
    example.record.steps[0].canary = canary;
    TextPage page;
    REQUIRE(text_sections::run(example.view(), page));
    return page.take();
  };
  CHECK(says(text_with({.planted = true, .caught = true}), "canary caught"));
  CHECK(says(text_with({.planted = true, .caught = false}), "canary NOT CAUGHT"));
  const auto none = text_with({});
  CHECK(says(none, "no canary planted"));
}

TEST_CASE("text run: a wrong answer has its mask and its time", "[reports]") {
  testing::ExampleReport example;
  example.record.steps[0].mismatches = {{"node/cpu:1", "tile 3", "0x1", "0x3", "0x2", 4.25}};
  TextPage page;
  REQUIRE(text_sections::run(example.view(), page));
  const auto text = page.take();
  CHECK(says(text, "expected 0x1, got 0x3, mask 0x2, after 4.25 s"));
}

TEST_CASE("text run: a series that cannot be read stops the rendering", "[reports]") {
  testing::ExampleReport example;
  example.series.spoiled = SeriesKey{"node", "gemm_exact_flops_per_second"};
  TextPage page;
  CHECK_FALSE(text_sections::run(example.view(), page));
}

TEST_CASE("text conditions: environment, instruments and what a resumed run went through",
          "[reports]") {
  testing::ExampleReport example;
  const auto start = example.record.started;
  example.record.segments = {
      {"a", start, start + std::chrono::minutes(1), "reboot", {}},
      {"b", start + std::chrono::minutes(3), example.record.finished, "", {"node/fan:1 added"}}};
  TextPage page;
  text_sections::conditions(example.view(), page);
  const auto text = page.take();
  CHECK(says(text, "ended by reboot"));
  CHECK(says(text, "in which nobody looked"));
  CHECK(says(text, "node/fan:1 added"));
  CHECK(says(text, "pdu-1"));

  example.record.site = Site{};
  TextPage bare;
  text_sections::conditions(example.view(), bare);
  CHECK(says(bare.take(), "uncalibrated on-board sensors"));
}
