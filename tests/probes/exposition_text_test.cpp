#include "probes/sinks/exposition_text.h"

#include <cstdint>
#include <limits>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/told_series.h"

using namespace rackproof;
using testing::ToldSeries;

namespace {

std::string one_counter(ExpositionFormat format) {
  ExpositionText text(format);
  text.family("x_seconds_total", SeriesType::counter, "seconds", "Says \"x\" \\ y.");
  text.line("x_seconds_total", {label_text("a", "1"), "", label_text("b", "2")}, 0.5);
  return text.take();
}

}  // namespace

TEST_CASE("exposition text: OpenMetrics has the family's name without _total, its unit and an end",
          "[probes][sinks]") {
  CHECK(one_counter(ExpositionFormat::openmetrics) ==
        "# HELP x_seconds Says \\\"x\\\" \\\\ y.\n"
        "# TYPE x_seconds counter\n"
        "# UNIT x_seconds seconds\n"
        "x_seconds_total{a=\"1\",b=\"2\"} 0.5\n"
        "# EOF\n");
}

TEST_CASE(
    "exposition text: Prometheus has the sample's name, no unit, and no escaped quote in help",
    "[probes][sinks]") {
  CHECK(one_counter(ExpositionFormat::prometheus) ==
        "# HELP x_seconds_total Says \"x\" \\\\ y.\n"
        "# TYPE x_seconds_total counter\n"
        "x_seconds_total{a=\"1\",b=\"2\"} 0.5\n");
}

TEST_CASE("exposition text: types are spelled as each format spells them", "[probes][sinks]") {
  const auto text = [](ExpositionFormat format) {
    ExpositionText written(format);
    written.family("a_info", SeriesType::info, "", "A.");
    written.family("b", SeriesType::unknown, "", "B.");
    return written.take();
  };
  const auto open = text(ExpositionFormat::openmetrics);
  CHECK(open.find("# TYPE a info\n") != std::string::npos);
  CHECK(open.find("# TYPE b unknown\n") != std::string::npos);
  const auto old = text(ExpositionFormat::prometheus);
  CHECK(old.find("# TYPE a_info gauge\n") != std::string::npos);
  CHECK(old.find("# TYPE b untyped\n") != std::string::npos);
}

TEST_CASE("exposition text: a hostile value stays inside its label and comes back readable",
          "[probes][sinks]") {
  CHECK(label_text("l", "a\"b\\c") == R"(l="a\"b\\c")");
  CHECK(label_text("l", "two\nlines") == R"(l="two\\x0alines")");
  CHECK(label_text("l", "bad \xff byte") == R"(l="bad \\xff byte")");
  for (const auto format : {ExpositionFormat::openmetrics, ExpositionFormat::prometheus}) {
    ExpositionText text(format);
    text.family("x", SeriesType::gauge, "", "X.");
    text.line("x", {label_text("l", "q\" b\\ n\n e\x1b[2J bad\xc3 } 1\nx 2")}, std::int64_t{7});
    const ToldSeries told(text.take());
    CHECK(told.exposition().series.size() == 1);
    CHECK(told.value("x", {{"l", R"(q" b\ n\x0a e\x1b[2J bad\xc3 } 1\x0ax 2)"}}) == 7);
  }
}

TEST_CASE("exposition text: numbers come back as they went in", "[probes][sinks]") {
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  ExpositionText text(ExpositionFormat::openmetrics);
  text.family("x", SeriesType::gauge, "", "X.");
  text.line("x", {label_text("l", "most")}, most);
  text.line("x", {label_text("l", "tenth")}, 0.1);
  text.line("x", {label_text("l", "large")}, -1.7976931348623157e308);
  text.line("x", {}, std::int64_t{0});
  const ToldSeries told(text.take());
  CHECK(std::get<std::int64_t>(*told.find("x", {{"l", "most"}})) == most);
  CHECK(told.value("x", {{"l", "tenth"}}) == 0.1);
  CHECK(told.value("x", {{"l", "large"}}) == -1.7976931348623157e308);
}
