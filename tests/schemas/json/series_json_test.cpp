#include "schemas/json/series_json.h"

#include <limits>

#include <catch2/catch.hpp>

#include "schemas/json/strict_json.h"
#include "tests/support/sample_maker.h"

namespace rackproof {
namespace {

using testing::at_second;

AnsweredSeries heat() {
  AnsweredSeries series{"node/\"card\"", "temperature_celsius", "Cel"};
  const Error denied{ErrorKind::denied, "/sys/x: permission denied"};
  series.points = {{at_second(0), 47.5},
                   {at_second(1), denied},
                   {at_second(2.9999), denied},
                   {at_second(3), Error{ErrorKind::absent, ""}},
                   {at_second(4), std::numeric_limits<double>::quiet_NaN()},
                   {at_second(5), std::int64_t{7}},
                   {at_second(6), std::numeric_limits<std::int64_t>::max()}};
  return series;
}

TEST_CASE("series json: stamps are milliseconds, what has no value is null with its reason",
          "[schemas][json]") {
  const auto text = encode_series(heat());
  CHECK(text ==
        R"({"device":"node/\"card\"","metric":"temperature_celsius","unit":"Cel","members":1,)"
        R"("silent":0,"points":[[1795238220000,47.5],[1795238221000,null],[1795238222999,null],)"
        R"([1795238223000,null],[1795238224000,null],[1795238225000,7],)"
        R"([1795238226000,"9223372036854775807"]],"reasons":{"absent":[1795238223000],)"
        R"("denied: /sys/x: permission denied":[1795238221000,1795238222999],)"
        R"("malformed: the value is not a finite number":[1795238224000]}})");
  CHECK(parse_strict_json(text));
}

TEST_CASE("series json: an empty answer is an empty list, not an empty page", "[schemas][json]") {
  CHECK(encode_series_list({}) == "{\"series\":[]}\n");
  CHECK(encode_last_readings({}) == "{\"readings\":[]}\n");
  const auto series = parse_strict_json(encode_series_list({heat(), heat()}));
  REQUIRE(series);
  CHECK(series->find("series")->if_array()->size() == 2);
  auto none = heat();
  none.points.clear();
  CHECK(encode_series(none).ends_with(R"("points":[],"reasons":{}})"));
}

TEST_CASE("series json: of what time no single readings are kept stands beside the series",
          "[schemas][json]") {
  const std::vector<KeptStretch> kept{{{at_second(0), at_second(60)}, "summaries of 1 min"},
                                      {{at_second(60), at_second(90)}, "nothing"}};
  CHECK(
      encode_series_list({}, kept) ==
      R"({"series":[],"kept":[{"from":1795238220000,"to":1795238280000,"as":"summaries of 1 min"},)"
      R"({"from":1795238280000,"to":1795238310000,"as":"nothing"}]})"
      "\n");
}

TEST_CASE("series json: a last reading without a value tells why", "[schemas][json]") {
  const auto text = encode_last_readings(
      {{{"node", "temperature_celsius"}, "Cel", {at_second(0), 47.5}},
       {{"node", "fan_speed_rpm"}, "rpm", {at_second(0), Error{ErrorKind::io, "gone"}}}});
  CHECK(text == R"({"readings":[{"device":"node","metric":"temperature_celsius","unit":"Cel",)"
                R"("point":[1795238220000,47.5]},{"device":"node","metric":"fan_speed_rpm",)"
                R"("unit":"rpm","point":[1795238220000,null],"reason":"io: gone"}]})"
                "\n");
}

TEST_CASE("series json: a document tells what was asked beside what came of it",
          "[schemas][json]") {
  QueryAnswer answer;
  answer.metric = {"temperature_celsius", "Cel", "gauge"};
  answer.query.metric = answer.metric.name;
  answer.query.range = {at_second(0), at_second(60)};
  answer.query.step = std::chrono::milliseconds(1500);
  answer.query.statistic = Statistic::p99;
  answer.series = {heat()};
  const auto document = parse_strict_json(encode_query_answers({answer, answer}));
  REQUIRE(document);
  CHECK(*document->find("format")->if_string() == "rackproof-query/1");
  const auto& one = document->find("queries")->if_array()->front();
  CHECK(*one.find("stepSeconds")->if_number() == 1.5);
  CHECK(*one.find("statistic")->if_string() == "p99");
  CHECK(*one.find("from")->if_string() == "2026-11-21T05:17:00.000000000Z");
  CHECK(one.find("series")->if_array()->size() == 1);
  answer.query.step = {};
  const auto raw = parse_strict_json(encode_query_answers({answer}));
  CHECK(raw->find("queries")->if_array()->front().find("statistic")->if_string()->empty());
}

}  // namespace
}  // namespace rackproof
