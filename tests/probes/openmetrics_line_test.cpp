#include "probes/outside/openmetrics_line.h"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::outside;

namespace {

Result<Labels> labels_of(std::string_view text, Dialect dialect = Dialect::prometheus) {
  LineCursor cursor(text, dialect);
  auto labels = take_labels(cursor);
  if (labels) {
    CHECK(cursor.at_end());
  }
  return labels;
}

ErrorKind reason_of(std::string_view word) {
  const auto value = parse_exposition_value(word);
  REQUIRE(value);
  REQUIRE(std::holds_alternative<Error>(*value));
  return std::get<Error>(*value).kind;
}

Reading reading_of(std::string_view word) {
  const auto value = parse_exposition_value(word);
  REQUIRE(value);
  return *value;
}

}  // namespace

TEST_CASE("openmetrics line: NaN and infinities are reasons and never numbers",
          "[probes][outside]") {
  for (const auto* word : {"NaN", "nan", "NAN"}) {
    CHECK(reason_of(word) == ErrorKind::sentinel);
  }
  for (const auto* word : {"+Inf", "-Inf", "Inf", "inf", "Infinity", "-infinity"}) {
    CHECK(reason_of(word) == ErrorKind::out_of_range);
  }
  CHECK(reason_of("1e999") == ErrorKind::out_of_range);
}

TEST_CASE("openmetrics line: a whole number stays whole to the last bit", "[probes][outside]") {
  CHECK(std::get<std::int64_t>(reading_of("9223372036854775807")) == 9223372036854775807);
  CHECK(std::get<std::int64_t>(reading_of("9007199254740993")) == 9007199254740993);
  CHECK(std::get<std::int64_t>(reading_of("-9223372036854775808")) == INT64_MIN);
  CHECK(std::get<std::int64_t>(reading_of("+7")) == 7);
  CHECK(std::get<double>(reading_of("18446744073709551615")) == 18446744073709551616.0);
  CHECK(std::signbit(std::get<double>(reading_of("-0"))));
}

TEST_CASE("openmetrics line: a measurement keeps its bits", "[probes][outside]") {
  CHECK(std::get<double>(reading_of("85.25")) == 85.25);
  CHECK(std::get<double>(reading_of("1.0")) == 1.0);
  CHECK(std::get<double>(reading_of("3.831959552e+09")) == 3831959552.0);
  CHECK(std::get<double>(reading_of("-.5")) == -0.5);
  CHECK(std::get<double>(reading_of("+0.1")) == 0.1);
}

TEST_CASE("openmetrics line: what only begins like a number is none", "[probes][outside]") {
  for (const auto* word : {"", "-", "+", "+-1", "1e", "0x10", "1_000", "1.5s", "N/A", "nano",
                           "infi", "nan(1)", "--1", ".", "e5", "1,5"}) {
    INFO(word);
    const auto value = parse_exposition_value(word);
    REQUIRE_FALSE(value);
    CHECK(value.error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("openmetrics line: labels come sorted, with their escapes undone", "[probes][outside]") {
  const auto labels = labels_of(R"({b="say \"hi\"",a="C:\\x\ny"})");
  REQUIRE(labels);
  REQUIRE(labels->size() == 2);
  CHECK((*labels)[0].name == "a");
  CHECK((*labels)[0].value == "C:\\x\ny");
  CHECK((*labels)[1].value == "say \"hi\"");
}

TEST_CASE("openmetrics line: a brace, a comma or a blank in a value ends nothing",
          "[probes][outside]") {
  const auto labels = labels_of(R"({a="} 1,b=\"2\"",c="#"})");
  REQUIRE(labels);
  CHECK((*labels)[0].value == "} 1,b=\"2\"");
}

TEST_CASE("openmetrics line: Prometheus allows blanks and a last comma, OpenMetrics none",
          "[probes][outside]") {
  constexpr std::string_view kLoose = "{ a = \"1\" ,\tb=\"2\", }";
  CHECK(labels_of(kLoose)->size() == 2);
  CHECK_FALSE(labels_of(kLoose, Dialect::openmetrics));
  CHECK_FALSE(labels_of(R"({a="1",})", Dialect::openmetrics));
  CHECK(labels_of(R"({a="1",})")->size() == 1);
  CHECK(labels_of("{}", Dialect::openmetrics)->empty());
}

TEST_CASE("openmetrics line: an escape that there is not is refused, but stands in OpenMetrics",
          "[probes][outside]") {
  CHECK_FALSE(labels_of(R"({a="\d"})"));
  CHECK(labels_of(R"({a="\d"})", Dialect::openmetrics)->front().value == R"(\d)");
  CHECK_FALSE(labels_of("{a=\"\\", Dialect::openmetrics));
}

TEST_CASE("openmetrics line: broken labels are told with what stands there", "[probes][outside]") {
  CHECK(labels_of(R"({a="1",a="2"})").error().message == "expected each label once, got 'a'");
  CHECK(labels_of(R"({a="1)").error().message ==
        "label a: expected the quote at the end of a text, got '1'");
  for (const auto* text : {"{", "{a}", "{a=}", "{a=1}", R"({"a"="1"})", R"({1a="1"})",
                           R"({a="1" b="2"})", R"({,a="1"})", R"({a:b="1"})", R"({a="1")"}) {
    INFO(text);
    CHECK_FALSE(labels_of(text));
  }
}

TEST_CASE("openmetrics line: the number of labels is bounded", "[probes][outside]") {
  std::string text = "{";
  for (std::size_t i = 0; i <= kMostLabels; ++i) {
    text += "l" + std::to_string(i) + "=\"\",";
  }
  const auto labels = labels_of(text + "}");
  REQUIRE_FALSE(labels);
  CHECK(labels.error().kind == ErrorKind::out_of_range);
}

TEST_CASE("openmetrics line: times are milliseconds here and seconds there", "[probes][outside]") {
  const auto at = UtcTime(std::chrono::milliseconds(1520879607789));
  CHECK(*parse_exposition_time("1520879607789", Dialect::prometheus) == at);
  CHECK(*parse_exposition_time("1520879607.789", Dialect::openmetrics) - at <
        std::chrono::microseconds(1));
  CHECK_FALSE(parse_exposition_time("1520879607.789", Dialect::prometheus));
  CHECK_FALSE(parse_exposition_time("9223372036854775807", Dialect::prometheus));
  CHECK_FALSE(parse_exposition_time("1e300", Dialect::openmetrics));
  CHECK_FALSE(parse_exposition_time("nan", Dialect::openmetrics));
}

TEST_CASE("openmetrics line: an exemplar is held against the format and dropped",
          "[probes][outside]") {
  const auto stamp = [](std::string_view text, Dialect dialect) {
    LineCursor cursor(text, dialect);
    return take_stamp(cursor);
  };
  CHECK(stamp(R"( # {trace_id="x"} 0.67)", Dialect::openmetrics));
  CHECK(stamp(R"( 12.5 # {trace_id="x"} 0.67 1520879607.789)", Dialect::openmetrics)->has_value());
  CHECK_FALSE(stamp(R"( # {trace_id="x"})", Dialect::openmetrics));
  CHECK_FALSE(stamp(R"( # {trace_id="x"} many)", Dialect::openmetrics));
  CHECK_FALSE(stamp(R"( # {trace_id="x"} 1 2 3)", Dialect::openmetrics));
  CHECK_FALSE(stamp(R"( # {trace_id="x"} 0.67)", Dialect::prometheus));
  CHECK_FALSE(stamp(" ", Dialect::openmetrics));
  CHECK(stamp(" \t", Dialect::prometheus));
}

TEST_CASE("openmetrics line: help keeps a backslash that escapes nothing", "[probes][outside]") {
  CHECK(unescaped_help(R"(a\\b\nc)", Dialect::prometheus) == "a\\b\nc");
  CHECK(unescaped_help(R"(say \"x\")", Dialect::openmetrics) == "say \"x\"");
  CHECK(unescaped_help(R"(say \"x\")", Dialect::prometheus) == R"(say \"x\")");
  CHECK(unescaped_help(R"(C:\dir\)", Dialect::openmetrics) == R"(C:\dir\)");
}
