#include "tests/bench/telemetry_questions.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/bench/telemetry_maker.h"
#include "tests/support/temp_dir.h"

namespace rackproof::bench {
namespace {

Question exact() {
  return {"query/raw", {}, {}, 1, 0};
}

const Answered kTwoReadings{{"n/accel:00 accel_power_watts", {{1000, 92.125}, {2000, 93.5}}}};

TEST_CASE("telemetry questions: the same readings read alike from both servers", "[bench]") {
  const auto ours = read_our_series(
      R"({"series":[{"device":"n/accel:00","metric":"accel_power_watts","unit":"1","members":1,)"
      R"("silent":0,"points":[[1000,92.125],[2000,93.5]],"reasons":{}}]})",
      {});
  const auto exported =
      read_export(R"({"metric":{"__name__":"accel_power_watts","node":"n","accel":"00"},)"
                  R"("values":[92.125,93.5],"timestamps":[1000,2000]})");
  const auto matrix = read_promql(
      R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"node":"n",)"
      R"("accel":"00"},"values":[[61,"92.125"],[62,"93.5"]]}]}})",
      {.metric = "accel_power_watts", .stamps_earlier = 60000});

  REQUIRE(ours);
  REQUIRE(exported);
  REQUIRE(matrix);
  CHECK(*ours == kTwoReadings);
  CHECK(*exported == kTwoReadings);
  CHECK(*matrix == kTwoReadings);
}

TEST_CASE("telemetry questions: last readings read alike, without their stamps", "[bench]") {
  const auto ours = read_our_last(
      R"({"readings":[{"device":"n","metric":"host_disk_io_now{device=a}","unit":"1",)"
      R"("point":[1234,3],"reason":""}]})");
  const auto instant = read_promql(
      R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":)"
      R"("host_disk_io_now","device":"a","node":"n"},"value":[60,"3"]}]}})",
      {.stamps_earlier = 60000});

  REQUIRE(ours);
  REQUIRE(instant);
  CHECK(*ours == Answered{{"n host_disk_io_now{device=a}", {{0, 3}}}});
  CHECK(*instant == *ours);
}

TEST_CASE("telemetry questions: an answer without a number is no answer", "[bench]") {
  CHECK_FALSE(read_our_last(R"({"readings":[{"device":"n","metric":"m","point":[1,null]}]})"));
  CHECK_FALSE(
      read_our_series(R"({"series":[{"device":"n","metric":"m","points":[[1,null]]}]})", {}));
  CHECK_FALSE(read_promql(R"({"status":"error"})", {}));
  CHECK_FALSE(read_promql(R"({"data":{"result":[{"metric":{},"value":[60,"NaN"]}]}})", {}));
  CHECK_FALSE(read_export(R"({"metric":{},"values":[1,2],"timestamps":[1]})"));
  CHECK_FALSE(read_export("<html>"));
}

TEST_CASE("telemetry questions: a value, a stamp, a point or a series amiss is a difference",
          "[bench]") {
  CHECK(difference(exact(), kTwoReadings, kTwoReadings).empty());
  for (const auto& wrong : {
           Answered{{"n/accel:00 accel_power_watts", {{1000, 92.125}, {2000, 93.50000000000001}}}},
           Answered{{"n/accel:00 accel_power_watts", {{1000, 92.125}, {2001, 93.5}}}},
           Answered{{"n/accel:00 accel_power_watts", {{1000, 92.125}}}},
           Answered{{"n/accel:01 accel_power_watts", {{1000, 92.125}, {2000, 93.5}}}},
           Answered{},
       }) {
    CHECK_FALSE(difference(exact(), kTwoReadings, wrong).empty());
    CHECK_FALSE(difference(exact(), wrong, kTwoReadings).empty());
  }
  const Answered empty{{"n/accel:00 accel_power_watts", {}}};
  CHECK_FALSE(difference(exact(), empty, empty).empty());
}

TEST_CASE("telemetry questions: means may differ in their last bits and no further", "[bench]") {
  Question mean{"query/minutes_each", {}, {}, 1, 1e-12};
  CHECK(difference(mean, {{"", {{0, 3.0}}}}, {{"", {{0, 3.0000000000000004}}}}).empty());
  CHECK_FALSE(difference(mean, {{"", {{0, 3.0}}}}, {{"", {{0, 3.0000000001}}}}).empty());
}

TEST_CASE("telemetry questions: every question has one target of ours for each of the rival's",
          "[bench]") {
  const testing::TempDir directory;
  REQUIRE(make_telemetry_set({.nodes = 1, .accelerators = 2, .seconds = 90, .seed = 1},
                             directory.at("set")));
  const auto set = read_telemetry_set(directory.at("set"));
  REQUIRE(set);

  const auto questions = questions_about(*set);

  REQUIRE(questions);
  REQUIRE(questions->size() == 9);
  for (const auto& question : *questions) {
    INFO(question.name);
    CHECK(question.ours.targets.size() == question.rival.targets.size());
    CHECK(question.series == (question.name.starts_with("query/last") ? 390U
                              : question.name.starts_with("query/p99") ||
                                      question.name.starts_with("query/minutes_each")
                                  ? 2U
                                  : 1U));
    const bool cached = question.name.ends_with("_cached");
    const auto uncached = question.rival.targets.front().ends_with("&nocache=1");
    CHECK(uncached != (cached || question.name == "query/raw"));
  }
  // Two minutes, whole, and one window that holds them.
  CHECK(questions->at(1).ours.targets.front() ==
        "/api/v1/series?metric=accel_power_watts&from=1794009600000&to=1794009720000&step=1m"
        "&stat=mean");
  CHECK(questions->at(3).ours.targets.front().ends_with("to=1794009900000&step=300s&stat=p99"));
}

}  // namespace
}  // namespace rackproof::bench
