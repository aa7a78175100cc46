#include "reports/html_step.h"

#include <catch2/catch.hpp>

#include "tests/reports/example_report.h"
#include "tests/reports/html_sections_probe.h"

using namespace rackproof;
using testing::says;

namespace {

std::string card(testing::ExampleReport& example, std::size_t place) {
  return html_sections::step_card(example.view(), example.record.steps.at(place), place + 1)
      .value();
}

}  // namespace

TEST_CASE("html step: windows with their spread, a line, and the criteria over the phase",
          "[reports][html]") {
  testing::ExampleReport example;
  auto& step = example.record.steps[0];
  auto& windows = example.series.all[{"node", "gemm_exact_flops_per_second"}];
  windows.clear();
  for (int i = 0; i < 20; ++i) {
    windows.push_back({step.measured_from + std::chrono::milliseconds(i), 1e12 + i});
  }
  Criterion criterion;
  criterion.id = example.report.judgement.verdicts.front().criterion;
  criterion.during = step.phase;
  example.reference.criteria = {criterion};

  const auto page = card(example, 0);

  CHECK(says(page, "<h4>Windows</h4>"));
  CHECK(says(page, "gemm_exact_flops_per_second"));
  CHECK(says(page, "class=\"spark\""));
  CHECK(says(page, "<h4>Judged by</h4>"));
  CHECK(says(page, criterion.id));
}

TEST_CASE("html step: each result stands with its uncertainty, or without one said plainly",
          "[reports][html]") {
  testing::ExampleReport example;
  const auto& step = example.record.steps[0];
  Measurement known;
  known.phase = step.phase;
  known.attempt = step.attempt;
  known.name = "memory_bandwidth_bytes_per_second";
  known.device = "node";
  known.value = 1e9;
  known.unit = Unit::byte_per_second;
  known.windows = 20;
  known.uncertainty = 2e6;
  known.evaluation = Evaluation::type_a;
  auto low = known;
  low.statistic = Statistic::p05;
  low.uncertainty = {};
  low.evaluation = Evaluation::none;
  example.record.measurements = {known, low};
  const auto page = card(example, 0);
  CHECK(says(page, "<h4>Results</h4>"));
  CHECK(says(page, "± 2\u00a0MB/s, k = 2, type A"));
  CHECK(says(page, "uncertainty not known"));
  example.record.measurements = {};
  CHECK_FALSE(says(card(example, 0), "<h4>Results</h4>"));
}

TEST_CASE("html step: of several attempts each says whether its numbers are judged",
          "[reports][html]") {
  testing::ExampleReport example;
  auto again = example.record.steps[0];
  again.attempt = example.record.steps[0].attempt + 1;
  example.record.steps.push_back(again);
  CHECK(says(card(example, 0), "a later one is judged; wrong answers of this one count"));
  CHECK(says(card(example, example.record.steps.size() - 1), "the one whose numbers are judged"));
}

TEST_CASE("html step: a series that cannot be read stops the rendering", "[reports][html]") {
  testing::ExampleReport example;
  example.series.spoiled = SeriesKey{"node", "gemm_exact_flops_per_second"};
  CHECK_FALSE(html_sections::step_card(example.view(), example.record.steps[0], 1));
}
