#include <chrono>

#include <catch2/catch.hpp>

#include "probes/engine/engine_source.h"
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

}  // namespace
}  // namespace rackproof::engine
