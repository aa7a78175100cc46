#include <chrono>

#include <catch2/catch.hpp>

#include "probes/engine/engine_source.h"
#include "probes/machine/clock.h"
#include "schemas/catalogue.h"
#include "tests/support/filled_engine.h"

namespace rackproof::engine {
namespace {

using testing::FilledEngine;
using namespace std::chrono_literals;

constexpr std::int64_t kStart = 1'736'899'200'000;  // 2025-01-15T00:00:00Z
constexpr auto kErrors = metrics::named("memory_ecc_correctable_total");

TEST_CASE("engine windows: a counter's first window knows a reading of hours before it",
          "[probes][engine]") {
  for (const std::int64_t back : {60'000, 1'800'000, 7'200'000}) {
    const FilledEngine filled(
        FilledEngine::Make::victoria_metrics,
        {{{{"__name__", "rackproof_memory_ecc_correctable_total"}, {"device", "node/memory"}},
          {{kStart - back, 5}, {kStart + 1000, 9}, {kStart + 2000, 12}}}});
    auto source = EngineSource::open(filled.settings());
    REQUIRE(source);
    const Device device;
    const SeriesAsked asked{{"node/memory", std::string(kErrors->name)}, kErrors, &device};
    const WindowQuery query{{UtcTime(std::chrono::milliseconds(kStart)), 60s, 2},
                            Statistic::growth};
    const auto windows = (*source)->windows(asked, query);
    REQUIRE(windows);
    CHECK((*windows)[0].value == Reading(7.0));
    CHECK((*windows)[1].value == Reading(no_reading()));
    auto rate = query;
    rate.statistic = Statistic::rate;
    const auto rates = (*source)->windows(asked, rate);
    REQUIRE(rates);
    CHECK((*rates)[0].value == Reading(7.0 / (static_cast<double>(back + 2000) / 1000)));
  }
}

TEST_CASE("engine windows: a device that the engine does not know has silent windows",
          "[probes][engine]") {
  const FilledEngine filled(FilledEngine::Make::victoria_metrics, {});
  auto source = EngineSource::open(filled.settings());
  REQUIRE(source);
  const Device device;
  const SeriesAsked asked{{"node/memory", std::string(kErrors->name)}, kErrors, &device};
  for (const auto statistic : {Statistic::growth, Statistic::max}) {
    const WindowQuery query{{UtcTime(std::chrono::milliseconds(kStart)), 60s, 2}, statistic};
    const auto windows = (*source)->windows(asked, query);
    REQUIRE(windows);
    CHECK(windows->size() == 2);
    CHECK(all_silent(*windows));
  }
}

TEST_CASE("engine windows: a device that was moved within a window is one device",
          "[probes][engine]") {
  testing::FilledSeries before{
      {{"__name__", "rackproof_temperature_celsius"}, {"device", "a"}, {"position", "slot 1"}}, {}};
  testing::FilledSeries after = before;
  after.labels["position"] = "slot 2";
  for (int i = 0; i < 60; ++i) {
    (i < 30 ? before : after).samples.emplace_back(kStart + i * 1000, i);
  }
  const FilledEngine filled(FilledEngine::Make::victoria_metrics, {before, after});
  auto source = EngineSource::open(filled.settings());
  REQUIRE(source);
  const Device device;
  const auto* heat = metrics::named("temperature_celsius");
  const SeriesAsked asked{{"a", std::string(heat->name)}, heat, &device};
  for (const auto& [statistic, value] :
       {std::pair{Statistic::min, 0.0}, std::pair{Statistic::max, 59.0},
        std::pair{Statistic::mean, 29.5}, std::pair{Statistic::count, 60.0},
        std::pair{Statistic::p99, 59.0}}) {
    const WindowQuery query{{UtcTime(std::chrono::milliseconds(kStart)), 60s, 1}, statistic};
    const auto windows = (*source)->windows(asked, query);
    REQUIRE(windows);
    INFO(word_of(kStatistics, statistic));
    CHECK(windows->front().value == Reading(value));
  }
}

// VictoriaMetrics' -search.latencyOffset, 30 s: else the last windows have an older one's value.
TEST_CASE("engine windows: those of the last half minute are right, too", "[probes][engine]") {
  const auto now =
      std::chrono::floor<std::chrono::milliseconds>(SystemClock().now().time_since_epoch()).count();
  const auto end = now - now % 1000;
  testing::FilledSeries heat{{{"__name__", "rackproof_temperature_celsius"}, {"device", "a"}}, {}};
  for (int i = 0; i < 120; ++i) {
    heat.samples.emplace_back(end - (119 - i) * 1000, i);
  }
  for (const auto make : {FilledEngine::Make::victoria_metrics, FilledEngine::Make::prometheus}) {
    const FilledEngine filled(make, {heat});
    auto client = EngineClient::open(filled.settings());
    REQUIRE(client);
    for (const std::int64_t step : {1000, 5000, 20'000}) {
      const std::int64_t first = end / step * step - 60'000;
      const WindowGrid grid{UtcTime(std::chrono::milliseconds(first)),
                            std::chrono::milliseconds(step),
                            static_cast<std::size_t>(60'000 / step)};
      const auto answer =
          client->windows("max_over_time", values_of("temperature_celsius", ""), grid);
      INFO(step << " ms: " << (answer ? "" : answer.error().message));
      REQUIRE(answer);
      REQUIRE(answer->size() == 1);
      REQUIRE(answer->front().points.size() == grid.count);
      for (std::size_t i = 0; i < grid.count; ++i) {
        const auto& point = answer->front().points[i];
        const auto last = first + (static_cast<std::int64_t>(i) + 1) * step - 1;
        CHECK(point.at_ms == last);
        CHECK(point.value == static_cast<double>(119 - (end - last / 1000 * 1000) / 1000));
      }
    }
  }
}

}  // namespace
}  // namespace rackproof::engine
