#include "probes/outside/openmetrics_text.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "probes/sinks/openmetrics.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "schemas/encoding.h"

using namespace rackproof;
using namespace rackproof::outside;

namespace {

std::string complaint(std::string_view text, Dialect dialect = Dialect::automatic) {
  const auto parsed = parse_openmetrics(text, dialect);
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().kind == ErrorKind::malformed);
  return parsed.error().message;
}

const ForeignSeries* find(const Exposition& found, std::string_view name, const Labels& labels) {
  const auto series = std::ranges::find_if(found.series, [&](const ForeignSeries& candidate) {
    return candidate.name == name && candidate.labels == labels;
  });
  return series == found.series.end() ? nullptr : &*series;
}

Inventory hostile_machine() {
  Inventory inventory;
  inventory.devices = {the_node(), device_of("node/a\"b\\c\nd", DeviceKind::sensor)};
  inventory.devices[1].model = "back\\slash } 1 # {x=\"y\"} \x1b[2J";
  inventory.software = {{"kernel", "6.1, \"rt\""}};
  return inventory;
}

}  // namespace

TEST_CASE("openmetrics text: all that our own writer writes comes back exactly",
          "[probes][outside]") {
  const auto inventory = hostile_machine();
  const auto* watts = metrics::find("power_watts");
  const auto* rows = metrics::find("network_receive_packets_total");
  const auto* age = metrics::find("temperature_celsius");
  const Samples samples{
      {0, watts, UtcTime{}, 0.1 + 0.2},
      {1, watts, UtcTime{}, -std::numeric_limits<double>::denorm_min()},
      {0, rows, UtcTime{}, std::numeric_limits<std::int64_t>::max()},
      {1, rows, UtcTime{}, std::numeric_limits<std::int64_t>::min()},
      {0, age, UtcTime{}, std::numeric_limits<double>::max()},
      {1, age, UtcTime{}, Error{ErrorKind::denied, "no"}},
  };
  const auto text = write_openmetrics(inventory, samples);

  const auto found = parse_openmetrics(text);

  INFO((found ? std::string() : found.error().message));
  REQUIRE(found);
  CHECK(found->dialect == Dialect::openmetrics);
  for (const auto& sample : samples) {
    const auto& device = inventory.devices[sample.device];
    const auto id = printable(device.id, 1000);
    const Labels labels{{"device", id}, {"kind", std::string(word_of(kDeviceKinds, device.kind))}};
    const auto* series = find(*found, "rackproof_" + std::string(sample.metric->name), labels);
    if (!has_value(sample.reading)) {
      CHECK(series == nullptr);
      CHECK(find(*found, "rackproof_reading_missing",
                 {{"device", id},
                  {"metric", std::string(sample.metric->name)},
                  {"reason", "denied"}}) != nullptr);
      continue;
    }
    REQUIRE(series != nullptr);
    CHECK(series->value == sample.reading);
    const auto& family = found->families[series->family];
    CHECK(family.help == sample.metric->help);
    CHECK(family.unit == (sample.metric == watts ? "watts"
                          : sample.metric == age ? "celsius"
                                                 : ""));
  }
  CHECK(find(*found, "rackproof_software_info", {{"name", "kernel"}, {"version", "6.1, \"rt\""}}) !=
        nullptr);
}

TEST_CASE("openmetrics text: a catalogue's whole exposition is read, help and units too",
          "[probes][outside]") {
  Inventory inventory;
  inventory.devices = {the_node()};
  Samples samples;
  for (const auto& table : metrics::kTables) {
    for (const auto& metric : table) {
      samples.push_back({0, &metric, UtcTime{}, 1.5});
    }
  }
  const auto text = write_openmetrics(inventory, samples);

  const auto found = parse_openmetrics(text, Dialect::openmetrics);

  INFO((found ? std::string() : found.error().message));
  REQUIRE(found);
  CHECK(found->series.size() == metrics::count() + 1);  // and what the node is
}

TEST_CASE("openmetrics text: Prometheus text with blanks, comments and time stamps is read",
          "[probes][outside]") {
  const auto found = parse_openmetrics(
      "# just a comment\n\n"
      "# HELP http_requests_total The total number of HTTP requests.\n"
      "# TYPE http_requests_total counter\n"
      "http_requests_total{method=\"post\",code=\"200\"} 1027 1395066363000\n"
      "  metric_without_timestamp_and_labels\t12.47  \n"
      "something_weird {problem=\"division by zero\"} +Inf -3982045\n"
      "# EOF is a comment here\n");
  INFO((found ? std::string() : found.error().message));
  REQUIRE(found);
  CHECK(found->dialect == Dialect::prometheus);
  REQUIRE(found->series.size() == 3);
  CHECK(found->series[0].stamped == UtcTime(std::chrono::milliseconds(1395066363000)));
  CHECK(found->families[found->series[0].family].type == FamilyType::counter);
  CHECK(std::get<double>(found->series[1].value) == 12.47);
  CHECK(std::get<Error>(found->series[2].value).kind == ErrorKind::out_of_range);
}

TEST_CASE("openmetrics text: one bad line spoils the whole and is named", "[probes][outside]") {
  CHECK(complaint("a 1\nb two\nc 3\n") == "line 2: expected a number, got 'two'");
  CHECK(complaint("a 1\n\nb{ 2\n").starts_with("line 3: "));
  CHECK(complaint("a 1\n<html>\n") == "line 2: expected a metric's name, got '<html>'");
  CHECK(complaint("a 1 2 3\n") == "line 1: expected the end of the line, got '3'");
  CHECK(complaint("a\n") == "line 1: expected a blank before the value, got ''");
  CHECK(complaint("a\x01 1\n").starts_with("line 1: "));
  CHECK(complaint("a 1\nb{c=\"\xff\"} 1\n") == "line 2: is not UTF-8");
  CHECK(complaint("a 1\r\n").starts_with("line 1: expected a number"));
}

TEST_CASE("openmetrics text: a text that ends within a line is cut off, not short",
          "[probes][outside]") {
  CHECK(complaint("a 1\nb 12") ==
        "line 2: expected a newline at the end of the last line, got 'b 12'");
  CHECK(complaint("a 1\nb{c=").starts_with("line 2: "));
  CHECK(complaint("a 1\nb 2\n", Dialect::openmetrics) ==
        "expected # EOF as the last line: the text is cut off");
  CHECK(parse_openmetrics("a 1\n# EOF"));
  CHECK(complaint("a 1\n# EOF\nb 2\n", Dialect::openmetrics) ==
        "line 3: expected nothing behind # EOF, got 'b 2'");
}

TEST_CASE("openmetrics text: OpenMetrics takes no empty line, no comment, no second blank",
          "[probes][outside]") {
  for (const auto* text : {"\n# EOF\n", "# a comment\n# EOF\n", "a  1\n# EOF\n", "a 1 \n# EOF\n",
                           "#TYPE a gauge\n# EOF\n", "# TYPE  a gauge\n# EOF\n", " a 1\n# EOF\n"}) {
    INFO(text);
    CHECK(complaint(text).starts_with("line 1: "));
  }
}

TEST_CASE("openmetrics text: a series that comes twice is refused, in whatever order its labels",
          "[probes][outside]") {
  CHECK(complaint("a{x=\"1\",y=\"2\"} 1\nb 1\na{y=\"2\",x=\"1\"} 2\n") ==
        "expected each series once, got 'a'");
  CHECK(parse_openmetrics("a{x=\"1\"} 1\na{x=\"2\"} 1\na 1\n"));
}

TEST_CASE("openmetrics text: size, lines, series and families are bounded", "[probes][outside]") {
  const auto kind_of = [](std::string_view text, const ExpositionLimits& limits) {
    const auto parsed = parse_openmetrics(text, Dialect::automatic, limits);
    REQUIRE_FALSE(parsed);
    return parsed.error().kind;
  };
  CHECK(kind_of("a 1\n", {.bytes = 3}) == ErrorKind::out_of_range);
  CHECK(kind_of("abcdef 1\n", {.line_bytes = 7}) == ErrorKind::out_of_range);
  CHECK(kind_of("a{x=\"1\"} 1\na{x=\"2\"} 1\n", {.series = 1}) == ErrorKind::out_of_range);
  CHECK(kind_of("a 1\nb 1\n", {.families = 1}) == ErrorKind::out_of_range);
}

TEST_CASE("openmetrics text: nothing at all is an exposition without series, but not OpenMetrics",
          "[probes][outside]") {
  CHECK(parse_openmetrics("")->series.empty());
  CHECK(parse_openmetrics("# EOF\n")->series.empty());
  CHECK_FALSE(parse_openmetrics("", Dialect::openmetrics));
}
