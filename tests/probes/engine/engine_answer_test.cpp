#include "probes/engine/engine_answer.h"

#include <cmath>

#include <catch2/catch.hpp>

namespace rackproof::engine {
namespace {

std::string answer(const std::string& type, const std::string& result) {
  return R"({"status":"success","data":{"resultType":")" + type + R"(","result":)" + result + "}}";
}

TEST_CASE("engine answer: a matrix is series of milliseconds and values", "[probes][engine]") {
  const auto series = parse_samples(
      answer("matrix", R"([{"metric":{"__name__":"up","node":"n1"},)"
                       R"("values":[[1795238220.007,"41.25"],[1795238221,"1e+300"]]}])"));
  REQUIRE(series);
  REQUIRE(series->size() == 1);
  const auto& one = series->front();
  CHECK(one.labels.at("node") == "n1");
  REQUIRE(one.points.size() == 2);
  CHECK(one.points[0].at_ms == 1'795'238'220'007);
  CHECK(one.points[0].value == 41.25);
  CHECK(one.points[1].at_ms == 1'795'238'221'000);
}

TEST_CASE("engine answer: a vector is one point a series", "[probes][engine]") {
  const auto series = parse_samples(answer(
      "vector", R"([{"metric":{},"value":[1200,"-Inf"]},{"metric":{},"value":[1200,"+Inf"]}])"));
  REQUIRE(series);
  CHECK(series->front().points.front().value == -INFINITY);
  CHECK(series->back().points.front().value == INFINITY);
  CHECK(parse_samples(answer("vector", "[]"))->empty());
}

TEST_CASE("engine answer: a staleness marker is no sample", "[probes][engine]") {
  const auto series =
      parse_samples(answer("matrix", R"([{"metric":{},"values":[[1,"NaN"],[2,"7"],[3,"NaN"]]}])"));
  REQUIRE(series);
  REQUIRE(series->front().points.size() == 1);
  CHECK(series->front().points[0].value == 7);
}

TEST_CASE("engine answer: an engine's failure is told in its own words", "[probes][engine]") {
  const std::string failure =
      R"({"status":"error","errorType":"422","error":"too many samples \u001b[2J"})";
  const auto series = parse_samples(failure);
  REQUIRE_FALSE(series);
  CHECK(series.error().kind == ErrorKind::io);
  CHECK(series.error().message == "the engine says: too many samples \\x1b[2J");
  CHECK(words_of_failure(failure) == "too many samples \\x1b[2J");
  CHECK(words_of_failure("404 page not found\nmore") == "404 page not found");
  CHECK(words_of_failure("").empty());
}

TEST_CASE("engine answer: a partial answer of a cluster is no answer", "[probes][engine]") {
  const auto series = parse_samples(
      R"({"status":"success","isPartial":true,"data":{"resultType":"vector","result":[]}})");
  REQUIRE_FALSE(series);
  CHECK(series.error().kind == ErrorKind::stale);
  CHECK(parse_samples(
      R"({"status":"success","isPartial":false,"data":{"resultType":"vector","result":[]}})"));
}

TEST_CASE("engine answer: what is none is refused, not half read", "[probes][engine]") {
  for (const auto* result :
       {R"([{"metric":{},"values":[[1,"7"],[2]]}])", R"([{"metric":{},"values":[[1,7]]}])",
        R"([{"metric":{},"values":[["1","7"]]}])", R"([{"metric":{},"values":[[1,"7x"]]}])",
        R"([{"metric":{},"values":[[1e10,"7"]]}])", R"([{"metric":{"a":1},"values":[]}])",
        R"([{"values":[]}])", R"([{"metric":{}}])", R"([7])", R"({})"}) {
    INFO(result);
    const auto series = parse_samples(answer("matrix", result));
    REQUIRE_FALSE(series);
    CHECK(series.error().kind == ErrorKind::malformed);
  }
  CHECK_FALSE(parse_samples(answer("scalar", R"([1,"2"])")));
  CHECK_FALSE(parse_samples(answer("matrix", "[]").substr(0, 30)));
  CHECK_FALSE(parse_samples("<html>"));
  CHECK_FALSE(parse_samples(R"({"data":{"resultType":"vector","result":[]}})"));
  CHECK_FALSE(parse_samples(R"({"status":"success"})"));
}

TEST_CASE("engine answer: label sets and label values are lists", "[probes][engine]") {
  const auto sets = parse_label_sets(
      R"({"status":"success","data":[{"__name__":"a","node":"n1"},{"__name__":"b"}]})");
  REQUIRE(sets);
  CHECK(sets->size() == 2);
  CHECK(sets->front().at("node") == "n1");
  CHECK_FALSE(parse_label_sets(R"({"status":"success","data":["a"]})"));
  CHECK_FALSE(parse_label_sets(R"({"status":"success","data":{}})"));
  const auto values = parse_label_values(R"({"status":"success","data":["a","b"]})");
  REQUIRE(values);
  CHECK(*values == std::vector<std::string>{"a", "b"});
  CHECK_FALSE(parse_label_values(R"({"status":"success","data":[1]})"));
  CHECK_FALSE(parse_label_values(R"({"status":"success","data":"a"})"));
}

}  // namespace
}  // namespace rackproof::engine
