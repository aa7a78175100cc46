#include "reports/plot.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++found;
  }
  return found;
}

Plot plot_of(std::size_t lines, std::size_t points) {
  Plot plot;
  plot.title = "Temperature";
  plot.unit = Unit::celsius;
  plot.seconds = 100;
  plot.phases = {{"idle", 0, 40}, {"a phase with a long name", 50, 51}};
  for (std::size_t line = 0; line < lines; ++line) {
    PlotLine series{"sensor " + std::to_string(line), {}};
    for (std::size_t i = 0; i < points; ++i) {
      const auto at = 100.0 * static_cast<double>(i) / static_cast<double>(points);
      series.points.push_back({at, 40.0 + static_cast<double>(i % 7)});
    }
    plot.lines.push_back(series);
  }
  return plot;
}

}  // namespace

TEST_CASE("plot: a value that was not read breaks the line", "[reports][plot]") {
  auto plot = plot_of(1, 10);
  CHECK(count(draw(plot), "<polyline") == 1);
  plot.lines[0].points[5].value.reset();
  CHECK(count(draw(plot), "<polyline") == 2);
  plot.lines[0].points[7].value.reset();
  CHECK(count(draw(plot), "<circle") == 3);  // short stretches are dotted
}

TEST_CASE("plot: nothing read is said in words", "[reports][plot]") {
  auto plot = plot_of(1, 3);
  for (auto& point : plot.lines[0].points) {
    point.value.reset();
  }
  CHECK(draw(plot).find("Nothing was read.") != std::string::npos);
  CHECK(draw(plot).find("<svg") == std::string::npos);
  CHECK(draw(plot_of(0, 0)).find("Nothing was read.") != std::string::npos);
}

TEST_CASE("plot: many devices become one band with its median", "[reports][plot]") {
  const auto few = draw(plot_of(kMostLines, 50));
  CHECK(count(few, "<polyline") == kMostLines);
  const auto many = draw(plot_of(64, 50));
  CHECK(count(many, "<polygon") == 1);
  CHECK(count(many, "<polyline") == 1);
  CHECK(many.find("median of 64 series") != std::string::npos);
}

TEST_CASE("plot: a long series stays small and keeps its extremes", "[reports][plot]") {
  auto plot = plot_of(1, 100000);
  plot.lines[0].points[50001].value = 90;
  const auto text = draw(plot);
  CHECK(text.size() < 30000);
  CHECK(text.find(">100\u00A0\u00B0C</text>") != std::string::npos);
  CHECK(text.find(",38.8") != std::string::npos);  // 90 on an axis from 0 to 100
}

TEST_CASE("55.7 plot: the same plot gives the same bytes, escaped", "[reports][plot]") {
  auto plot = plot_of(2, 20);
  plot.title = "<b>";
  plot.lines[0].label = "<script>";
  plot.phases[0].name = "<p>";
  const auto text = draw(plot);
  CHECK(text == draw(plot));
  CHECK(text.find("<b>") == std::string::npos);
  CHECK(text.find("<script>") == std::string::npos);
  CHECK(text.find("<p>") == std::string::npos);
}
