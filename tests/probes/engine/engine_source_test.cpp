#include "probes/engine/engine_source.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "schemas/series_query.h"
#include "tests/support/filled_engine.h"
#include "tests/support/memory_telemetry.h"

namespace rackproof::engine {
namespace {

using testing::FilledEngine;
using testing::FilledSeries;
using testing::MemoryTelemetry;
using namespace std::chrono_literals;

const StoredMetric kHeat{"temperature_celsius", "Cel", "gauge"};
const StoredMetric kErrors{"memory_ecc_correctable_total", "1", "counter"};
/// A whole minute, long ago: an answer must not depend on when it is asked.
constexpr std::int64_t kStart = 1'736'899'200'000;  // 2025-01-15T00:00:00Z

UtcTime at(std::int64_t milliseconds) {
  return UtcTime(std::chrono::milliseconds(kStart + milliseconds));
}

/// The same telemetry twice: for an engine, and as it would be in a store.
class Fleet {
 public:
  Fleet() {
    memory.add(kHeat);
    memory.add(kErrors);
    for (const auto* node : {"n1", "n2"}) {
      add_device(node, "node", "", "");
      for (int card = 0; card < 3; ++card) {
        add_card(node, card);
      }
    }
  }

  std::vector<FilledSeries> series;
  MemoryTelemetry memory;

 private:
  using Labels = std::map<std::string, std::string>;

  void add_device(const std::string& node, const std::string& device, const std::string& parent,
                  const std::string& position) {
    const bool is_node = device == "node";
    const std::string kind = is_node ? "node" : "accelerator";
    series.push_back({{{"__name__", "rackproof_device_info"},
                       {"device", device},
                       {"kind", kind},
                       {"node", node},
                       {"rack", "r2"},
                       {"parent", parent},
                       {"position", position}},
                      {{kStart, 1}}});
    Device made;
    made.id = "r2/" + node + (is_node ? "" : device.substr(4));
    made.kind = is_node ? DeviceKind::node : DeviceKind::accelerator;
    made.parent = parent.empty() ? "" : "r2/" + node;
    made.position = position;
    memory.add(made);
  }

  void add_card(const std::string& node, int card) {
    const auto device = "node/card:" + std::to_string(card);
    add_device(node, device, "node", "slot " + std::to_string(card));
    const Labels places{
        {"device", device}, {"kind", "accelerator"}, {"node", node}, {"rack", "r2"}};
    const auto id = "r2/" + node + device.substr(4);
    FilledSeries heat{places, {}};
    heat.labels["__name__"] = "rackproof_temperature_celsius";
    FilledSeries errors{places, {}};
    errors.labels["__name__"] = "rackproof_memory_ecc_correctable_total";
    FilledSeries missing{places, {}};
    missing.labels["__name__"] = "rackproof_reading_missing";
    missing.labels["metric"] = kHeat.name;
    missing.labels["reason"] = "denied";
    for (int second = -90; second < 600; ++second) {
      if (second >= 200 + card * 10 && second < 290) {
        continue;  // nobody looked
      }
      const std::int64_t stamp = second * 1000 + card;
      if (second >= 400 && second < 400 + card * 40) {
        missing.samples.emplace_back(kStart + stamp, 1);
        memory[{id, kHeat.name}].push_back({at(stamp), Error{ErrorKind::denied, ""}});
      } else {
        const double value = 40 + (second * (card + 7) % 101 + 90) / 4.0;
        heat.samples.emplace_back(kStart + stamp, value);
        memory[{id, kHeat.name}].push_back({at(stamp), value});
      }
      const double count = second < 330 + card ? 1000 + second / 7 : (second - 330) / 5;
      errors.samples.emplace_back(kStart + stamp, count);
      memory[{id, kErrors.name}].push_back({at(stamp), count});
    }
    series.push_back(heat);
    series.push_back(errors);
    if (!missing.samples.empty()) {
      series.push_back(missing);
    }
  }
};

void check_same(const Reading& ours, const Reading& theirs, bool to_the_bit) {
  REQUIRE(has_value(ours) == has_value(theirs));
  if (!has_value(ours)) {
    CHECK(std::get<Error>(ours) == std::get<Error>(theirs));
  } else if (to_the_bit) {
    CHECK(as_double(ours) == as_double(theirs));
  } else {
    CHECK(as_double(ours) == Approx(as_double(theirs)).epsilon(1e-13));
  }
}

void check_same(const std::vector<AnsweredSeries>& engine, const std::vector<AnsweredSeries>& ours,
                const SeriesQuery& query) {
  REQUIRE(engine.size() == ours.size());
  for (std::size_t i = 0; i < ours.size(); ++i) {
    CHECK(engine[i].device == ours[i].device);
    CHECK(engine[i].unit == ours[i].unit);
    CHECK(engine[i].members == ours[i].members);
    REQUIRE(engine[i].points.size() == ours[i].points.size());
    for (std::size_t j = 0; j < ours[i].points.size(); ++j) {
      INFO(ours[i].device << " point " << j);
      CHECK(engine[i].points[j].taken_at == ours[i].points[j].taken_at);
      check_same(engine[i].points[j].reading, ours[i].points[j].reading,
                 query.statistic != Statistic::mean);
    }
  }
}

void check_query(TelemetrySource& engine, Fleet& fleet, const SeriesQuery& query,
                 const StoredMetric& metric) {
  INFO(metric.name << " " << word_of(kStatistics, query.statistic) << " by "
                   << format_group(query.group) << " of " << query.step.count() << " ns");
  const auto theirs = ask(engine, query, metric);
  INFO((theirs ? "" : theirs.error().message));
  REQUIRE(theirs);
  const auto ours = ask(fleet.memory, query, metric);
  REQUIRE(ours);
  REQUIRE_FALSE(ours->empty());
  check_same(*theirs, *ours, query);
}

SeriesQuery query_of(const StoredMetric& metric, std::chrono::nanoseconds step, Statistic statistic,
                     GroupBy group = {}) {
  SeriesQuery query;
  query.metric = metric.name;
  query.range = {at(0), at(600'000)};
  query.step = step;
  query.statistic = statistic;
  query.group = group;
  return query;
}

void check_all(FilledEngine::Make make) {
  Fleet fleet;
  const FilledEngine filled(make, fleet.series);
  auto engine = EngineSource::open(filled.settings());
  REQUIRE(engine);
  for (const auto statistic : {Statistic::min, Statistic::max, Statistic::mean, Statistic::count,
                               Statistic::p99, Statistic::median, Statistic::last}) {
    check_query(**engine, fleet, query_of(kHeat, 60s, statistic), kHeat);
  }
  for (const auto step : {10s, 7s}) {
    check_query(**engine, fleet, query_of(kHeat, step, Statistic::max), kHeat);
  }
  check_query(**engine, fleet, query_of(kHeat, 2500ms, Statistic::mean), kHeat);
  for (const auto& group :
       {GroupBy{Grouping::level, 0}, GroupBy{Grouping::node}, GroupBy{Grouping::position}}) {
    for (const auto statistic : {Statistic::max, Statistic::mean, Statistic::p99}) {
      check_query(**engine, fleet, query_of(kHeat, 60s, statistic, group), kHeat);
    }
    check_query(**engine, fleet, query_of(kErrors, 60s, Statistic::growth, group), kErrors);
  }
  check_query(**engine, fleet, query_of(kErrors, 60s, Statistic::rate), kErrors);
  check_query(**engine, fleet, query_of(kErrors, 60s, Statistic::growth), kErrors);
  check_query(**engine, fleet, query_of(kHeat, 0s, Statistic::mean), kHeat);
  auto some = query_of(kHeat, 60s, Statistic::max);
  some.device = "r2/n2/card:*";
  some.range = {at(90'500), at(300'001)};
  check_query(**engine, fleet, some, kHeat);
}

TEST_CASE("engine source: VictoriaMetrics answers what a store with the same readings answers",
          "[probes][engine]") {
  check_all(FilledEngine::Make::victoria_metrics);
}

TEST_CASE("engine source: Prometheus answers what a store with the same readings answers",
          "[probes][engine]") {
  check_all(FilledEngine::Make::prometheus);
}

/// A card that is read now, one that fell silent an hour ago, and one that says why it is not read.
void check_last(FilledEngine::Make make) {
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  const std::map<std::string, std::string> heat{{"__name__", "rackproof_temperature_celsius"},
                                                {"node", "n1"}};
  std::vector<FilledSeries> series(4, {heat, {}});
  series[0].labels["device"] = "node/card:0";
  series[1].labels["device"] = "node/card:1";
  series[2].labels["device"] = "node/card:2";
  series[3].labels = {{"__name__", "rackproof_reading_missing"},
                      {"metric", "temperature_celsius"},
                      {"reason", "timed_out"},
                      {"node", "n1"},
                      {"device", "node/card:2"}};
  for (int i = 0; i < 20; ++i) {
    series[0].samples.emplace_back(now - 30'000 + i * 1000, 40 + i);
    series[1].samples.emplace_back(now - 3'600'000 + i * 1000, 60 + i);
    series[2].samples.emplace_back(now - 60'000 + i * 1000, 80 + i);
    series[3].samples.emplace_back(now - 30'000 + i * 1000, 1);
  }
  const FilledEngine filled(make, series);
  auto engine = EngineSource::open(filled.settings());
  REQUIRE(engine);
  const auto last = ask_last(**engine, {"temperature_celsius", "*", {UtcTime{}, UtcTime::max()}});
  INFO((last ? "" : last.error().message));
  REQUIRE(last);
  REQUIRE(last->size() == 3);
  const auto stamp = [](const LastOfSeries& reading) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               reading.point.taken_at.time_since_epoch())
        .count();
  };
  CHECK((*last)[0].key.device == "n1/card:0");
  CHECK((*last)[0].point.reading == Reading(59.0));
  CHECK(stamp((*last)[0]) == now - 11'000);
  CHECK((*last)[1].point.reading == Reading(79.0));
  CHECK(stamp((*last)[1]) == now - 3'600'000 + 19'000);
  CHECK((*last)[2].point.reading == Reading(Error{ErrorKind::timed_out, ""}));
  CHECK(stamp((*last)[2]) == now - 11'000);
  CHECK((*engine)->last({"n1/card:0", "temperature_celsius"})->reading == Reading(59.0));
  CHECK((*engine)->last({"n1/card:9", "temperature_celsius"}).error().kind == ErrorKind::absent);
}

TEST_CASE("engine source: a last reading comes with its own time, in VictoriaMetrics too",
          "[probes][engine]") {
  check_last(FilledEngine::Make::victoria_metrics);
}

TEST_CASE("engine source: a last reading comes with its own time, in Prometheus too",
          "[probes][engine]") {
  check_last(FilledEngine::Make::prometheus);
}

TEST_CASE("engine source: what an engine holds is found by its own names", "[probes][engine]") {
  Fleet fleet;
  fleet.series.push_back(
      {{{"__name__", "rackproof_chip_dreams_total"}, {"device", "node"}}, {{kStart, 7}}});
  fleet.series.push_back({{{"__name__", "node_load1"}, {"device", "node"}}, {{kStart, 7}}});
  const FilledEngine filled(FilledEngine::Make::victoria_metrics, fleet.series);
  auto engine = EngineSource::open(filled.settings());
  REQUIRE(engine);
  CHECK((*engine)->metrics().value() ==
        std::vector<StoredMetric>{{"chip_dreams_total", "", "counter"}, kErrors, kHeat});
  const auto devices = (*engine)->devices();
  REQUIRE(devices);
  REQUIRE(devices->size() == 8);
  CHECK((*devices)[0].id == "r2/n1");
  CHECK((*devices)[0].kind == DeviceKind::node);
  CHECK((*devices)[1].id == "r2/n1/card:0");
  CHECK((*devices)[1].parent == "r2/n1");
  CHECK((*devices)[1].position == "slot 0");
  CHECK((*devices)[1].attributes.at("rack") == "r2");
  const auto keys = (*engine)->keys();
  REQUIRE(keys);
  CHECK(keys->size() == 13);
  const auto nothing = (*engine)->read({"r2/n9/card:0", kHeat.name}, {at(0), at(1000)});
  REQUIRE(nothing);
  CHECK(nothing->empty());
}

TEST_CASE("engine source: two series that are one device's are refused, not added up",
          "[probes][engine]") {
  Fleet fleet;
  auto twin = fleet.series[2];
  REQUIRE(twin.labels.at("__name__") == "rackproof_temperature_celsius");
  twin.labels["replica"] = "b";
  fleet.series.push_back(twin);
  const FilledEngine filled(FilledEngine::Make::victoria_metrics, fleet.series);
  auto engine = EngineSource::open(filled.settings());
  REQUIRE(engine);
  for (const auto statistic : {Statistic::max, Statistic::p99}) {
    const auto answer = ask(**engine, query_of(kHeat, 60s, statistic), kHeat);
    REQUIRE_FALSE(answer);
    CHECK(answer.error().kind == ErrorKind::malformed);
    CHECK(answer.error().message.find("'replica'") != std::string::npos);
  }
  auto one = filled.settings();
  one.url += "/?extra_filters[]={replica=\"\"}";
  auto narrowed = EngineSource::open(one);
  REQUIRE(narrowed);
  CHECK(ask(**narrowed, query_of(kHeat, 60s, Statistic::max), kHeat));
}

}  // namespace
}  // namespace rackproof::engine
