#include <chrono>
#include <set>

#include <catch2/catch.hpp>

#include "probes/engine/engine_source.h"
#include "schemas/series_query.h"
#include "tests/support/cluster_front.h"
#include "tests/support/filled_engine.h"

namespace rackproof::engine {
namespace {

using testing::ClusterFront;
using testing::FilledEngine;
using testing::FilledSeries;

constexpr std::int64_t kStart = 1'736'899'200'000;  // 2025-01-15T00:00:00Z
const StoredMetric kHeat{"temperature_celsius", "Cel", "gauge"};

/// Two cards of one node as they are pushed, a minute of readings.
std::vector<FilledSeries> pushed(const std::string& node, double from) {
  std::vector<FilledSeries> all;
  for (int card = 0; card < 2; ++card) {
    const std::map<std::string, std::string> places{
        {"site", "fra1"},        {"rack", "r7"},
        {"node", node},          {"device", "node/card:" + std::to_string(card)},
        {"kind", "accelerator"}, {"position", "slot " + std::to_string(card)}};
    FilledSeries info{places, {{kStart, 1}}};
    info.labels["__name__"] = "rackproof_device_info";
    info.labels["parent"] = "node";
    FilledSeries heat{places, {}};
    heat.labels["__name__"] = "rackproof_temperature_celsius";
    for (int i = 0; i < 60; ++i) {
      heat.samples.emplace_back(kStart + i * 1000, from + card + i);
    }
    all.push_back(info);
    all.push_back(heat);
  }
  return all;
}

struct Cluster {
  FilledEngine first{FilledEngine::Make::victoria_metrics, pushed("n1", 100)};
  FilledEngine second{FilledEngine::Make::victoria_metrics, pushed("n2", 200)};
  ClusterFront front{{{"0", first.settings().url}, {"42:7", second.settings().url}}};

  [[nodiscard]] Result<std::unique_ptr<TelemetrySource>> open(const std::string& tenant) const {
    EngineSettings settings;
    settings.url = front.url(tenant);
    return EngineSource::open(settings);
  }
};

SeriesQuery minute(Statistic statistic, GroupBy group = {}) {
  SeriesQuery query;
  query.metric = kHeat.name;
  query.range = {UtcTime(std::chrono::milliseconds(kStart)),
                 UtcTime(std::chrono::milliseconds(kStart + 60'000))};
  query.step = std::chrono::minutes(1);
  query.statistic = statistic;
  query.group = group;
  return query;
}

}  // namespace

TEST_CASE("engine cluster: each tenant's URL gives its own devices and readings, and no other's",
          "[probes][engine]") {
  const Cluster cluster;
  for (const auto& [tenant, node, from] :
       {std::tuple{"0", "fra1/r7/n1", 100.0}, std::tuple{"42:7", "fra1/r7/n2", 200.0}}) {
    INFO(tenant);
    auto source = cluster.open(tenant);
    INFO((source ? "" : source.error().message));
    REQUIRE(source);
    const auto devices = (*source)->devices();
    REQUIRE(devices);
    REQUIRE(devices->size() == 2);
    CHECK(devices->front().id == std::string(node) + "/card:0");
    const auto most = ask(**source, minute(Statistic::max), kHeat);
    REQUIRE(most);
    REQUIRE(most->size() == 2);
    CHECK(most->front().points.front().reading == Reading(from + 59));
    const auto p99 = ask(**source, minute(Statistic::p99), kHeat);
    REQUIRE(p99);
    CHECK(p99->back().points.front().reading == Reading(from + 60));
    const auto last = ask_last(**source, {kHeat.name, "*", {UtcTime{}, UtcTime::max()}});
    REQUIRE(last);
    CHECK(last->empty());  // it looks thirty days back
  }
}

TEST_CASE("engine cluster: positions that were pushed are what is asked for by position",
          "[probes][engine]") {
  const Cluster cluster;
  auto source = cluster.open("42:7");
  REQUIRE(source);
  const auto by_slot = ask(**source, minute(Statistic::max, {Grouping::position}), kHeat);
  REQUIRE(by_slot);
  REQUIRE(by_slot->size() == 2);
  CHECK(by_slot->front().device == "slot 0");
  CHECK(by_slot->front().points.front().reading == Reading(259.0));
}

TEST_CASE("engine cluster: an answer that is not whole is no answer", "[probes][engine]") {
  Cluster cluster;
  auto source = cluster.open("0");
  REQUIRE(source);
  REQUIRE(ask(**source, minute(Statistic::max), kHeat));
  cluster.front.lose_a_part();
  const auto windows = ask(**source, minute(Statistic::max), kHeat);
  REQUIRE_FALSE(windows);
  CHECK(windows.error().kind == ErrorKind::stale);
  CHECK_FALSE((*source)->devices());
  CHECK_FALSE((*source)->metrics());
  CHECK_FALSE(ask(**source, minute(Statistic::p99), kHeat));
}

TEST_CASE("engine cluster: a tenant that is none is told", "[probes][engine]") {
  const Cluster cluster;
  const auto source = cluster.open("43");
  REQUIRE_FALSE(source);
  CHECK(source.error().message.find("HTTP 400") != std::string::npos);
}

}  // namespace rackproof::engine
