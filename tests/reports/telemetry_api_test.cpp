#include "reports/telemetry_api.h"

#include <catch2/catch.hpp>

#include "schemas/json/strict_json.h"
#include "tests/support/memory_telemetry.h"
#include "tests/support/sample_maker.h"

using namespace rackproof;
using testing::at_second;

namespace {

/// Two cards that were read for a minute up to second 60, which is now.
struct Cards {
  Cards() {
    source.add(StoredMetric{"temperature_celsius", "Cel", "gauge"});
    source.add(StoredMetric{"memory_ecc_correctable_total", "1", "counter"});
    for (const auto* id : {"node/card:0", "node/card:1"}) {
      Device device;
      device.id = id;
      device.kind = DeviceKind::accelerator;
      device.position = "slot";
      device.attributes["driver"] = "neuron";
      source.add(device);
      for (int i = 0; i < 60; ++i) {
        source[{id, "temperature_celsius"}].push_back({at_second(i), 40.0 + i});
      }
    }
    source[{"node/card:0", "memory_ecc_correctable_total"}] = {
        {at_second(59), Error{ErrorKind::denied, "no"}}};
  }

  using Parameters = std::vector<std::pair<std::string, std::string>>;

  JsonValue ask(const std::string& path, const Parameters& parameters, int status = 200) {
    const auto answer = answer_api(source, {path, parameters, at_second(60)});
    REQUIRE(answer);
    INFO(answer->body);
    CHECK(answer->status == status);
    const auto json = parse_strict_json(answer->body);
    REQUIRE(json);
    return *json;
  }

  std::string complaint(const std::string& path, const Parameters& parameters, int status) {
    const auto json = ask(path, parameters, status);
    REQUIRE(json.find("error"));
    CHECK_FALSE(json.find("error")->find("kind")->if_string()->empty());
    return *json.find("error")->find("message")->if_string();
  }

  testing::MemoryTelemetry source;
};

}  // namespace

TEST_CASE("telemetry api: windows of a metric, one series a device", "[reports]") {
  Cards cards;
  const auto answer = cards.ask(
      "/api/v1/series",
      {{"metric", "temperature_celsius"}, {"since", "1m"}, {"step", "30s"}, {"stat", "max"}});
  const auto& series = *answer.find("series")->if_array();
  REQUIRE(series.size() == 2);
  CHECK(*series[0].find("device")->if_string() == "node/card:0");
  CHECK(*series[0].find("unit")->if_string() == "Cel");
  const auto& points = *series[0].find("points")->if_array();
  REQUIRE(points.size() == 2);
  CHECK(*(*points[0].if_array())[0].if_integer() == 1'795'238'220'000);
  CHECK((*points[0].if_array())[1].as_double() == 69);
}

TEST_CASE("telemetry api: of what time only summaries are kept is said, as far as it was asked",
          "[reports]") {
  Cards cards;
  const Cards::Parameters asked{
      {"metric", "temperature_celsius"}, {"since", "1m"}, {"step", "30s"}};
  CHECK(cards.ask("/api/v1/series", asked).find("kept") == nullptr);
  cards.source.keep_instead({{{at_second(-9000), at_second(-4000)}, "nothing"},
                             {{at_second(-4000), at_second(20)}, "summaries of 1 min"}});
  const auto answer = cards.ask("/api/v1/series", asked);
  const auto& kept = *answer.find("kept")->if_array();
  REQUIRE(kept.size() == 1);
  CHECK(*kept[0].find("from")->if_integer() == 1'795'238'220'000);
  CHECK(*kept[0].find("to")->if_integer() == 1'795'238'240'000);
  CHECK(*kept[0].find("as")->if_string() == "summaries of 1 min");
}

TEST_CASE("telemetry api: several metrics, a group and one device are as asked", "[reports]") {
  Cards cards;
  const auto both = cards.ask("/api/v1/series", {{"metric", "temperature_celsius"},
                                                 {"metric", "memory_ecc_correctable_total"},
                                                 {"device", "*card:0"}});
  CHECK(both.find("series")->if_array()->size() == 2);
  const auto all = cards.ask("/api/v1/series",
                             {{"metric", "temperature_celsius"}, {"step", "1m"}, {"group", "all"}});
  const auto& one = all.find("series")->if_array()->front();
  CHECK(*one.find("members")->if_integer() == 2);
}

TEST_CASE("telemetry api: no readings in that time are an empty list, an unknown metric is 404",
          "[reports]") {
  Cards cards;
  const auto none = cards.ask("/api/v1/series",
                              {{"metric", "temperature_celsius"}, {"from", "0"}, {"to", "1000"}});
  CHECK(none.find("series")->if_array()->empty());
  CHECK(cards.complaint("/api/v1/series", {{"metric", "temprature_celsius"}}, 404) ==
        "no metric 'temprature_celsius' (did you mean 'temperature_celsius'?)");
  CHECK_FALSE(cards.complaint("/api/v1/last", {{"metric", "x"}}, 404).empty());
}

TEST_CASE("telemetry api: the last reading of every series, with the reason of one without value",
          "[reports]") {
  Cards cards;
  const auto all = cards.ask("/api/v1/last", {});
  const auto& readings = *all.find("readings")->if_array();
  REQUIRE(readings.size() == 3);
  CHECK(*readings[0].find("metric")->if_string() == "memory_ecc_correctable_total");
  CHECK(*readings[0].find("reason")->if_string() == "denied: no");
  CHECK((*readings[1].find("point")->if_array())[1].as_double() == 99);
  const auto some =
      cards.ask("/api/v1/last", {{"metric", "temperature_celsius"}, {"device", "*:1"}});
  CHECK(some.find("readings")->if_array()->size() == 1);
}

TEST_CASE("telemetry api: devices tell what they are and where they sit", "[reports]") {
  Cards cards;
  const auto all = cards.ask("/api/v1/devices", {});
  const auto& devices = *all.find("devices")->if_array();
  REQUIRE(devices.size() == 2);
  CHECK(*devices[0].find("kind")->if_string() == "accelerator");
  CHECK(*devices[0].find("attributes")->find("driver")->if_string() == "neuron");
  CHECK(cards.ask("/api/v1/devices", {{"device", "x*"}}).find("devices")->if_array()->empty());
}

TEST_CASE("telemetry api: a wrong question is told in words", "[reports]") {
  Cards cards;
  const std::string path = "/api/v1/series";
  CHECK(cards.complaint(path, {}, 400) == "give metric, once to 32 times");
  CHECK(cards.complaint(path, {{"metrc", "x"}}, 400) ==
        "no parameter 'metrc' (did you mean 'metric'?)");
  CHECK(cards.complaint(path, {{"metric", "temperature_celsius"}, {"to", "1"}, {"to", "2"}}, 400) ==
        "the parameter 'to' is there twice");
  CHECK_FALSE(
      cards.complaint(path, {{"metric", "temperature_celsius"}, {"step", "x"}}, 400).empty());
  CHECK_FALSE(cards.complaint("/api/v1/last", {{"metric", "a"}, {"metric", "b"}}, 400).empty());
  CHECK_FALSE(cards.complaint("/api/v1/devices", {{"metric", "a"}}, 400).empty());
  // Nothing that was sent comes back as it came.
  CHECK(cards.complaint(path, {{"\x1b[2J", "x"}}, 400).find('\x1b') == std::string::npos);
}

TEST_CASE("telemetry api: more than one answer may hold is refused", "[reports]") {
  Cards cards;
  cards.source[{"node/card:2", "temperature_celsius"}] = {{at_second(0), 1.0}};
  CHECK(cards
            .complaint("/api/v1/series",
                       {{"metric", "temperature_celsius"},
                        {"from", "1795237000000"},
                        {"to", "1795238220000"},
                        {"step", "0.003s"}},
                       400)
            .find("3 series of 406667 windows are more") != std::string::npos);
}

TEST_CASE("telemetry api: a source that fails is a failure, not an empty answer", "[reports]") {
  Cards cards;
  cards.source.break_device("node/card:1");
  CHECK(cards.complaint("/api/v1/series", {{"metric", "temperature_celsius"}}, 500) ==
        "a chunk's checksum does not hold");
  CHECK_FALSE(cards.complaint("/api/v1/last", {}, 500).empty());
}

TEST_CASE("telemetry api: other paths are others' affair", "[reports]") {
  Cards cards;
  CHECK_FALSE(answer_api(cards.source, {"/metrics", {}, at_second(0)}));
  CHECK_FALSE(answer_api(cards.source, {"/api/v1/series/", {}, at_second(0)}));
}
