#include "probes/engine/held_series.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"

namespace rackproof::engine {
namespace {

using namespace std::chrono_literals;

constexpr auto kErrors = metrics::named("memory_ecc_correctable_total");
const SeriesKey kKey{"n1/memory", std::string(kErrors->name)};

TEST_CASE("held series: what lies before a question is known to a counter's first window",
          "[probes][engine]") {
  HeldSeries held;
  held.hold(kKey, Series{{UtcTime{70s}, 5.0}, {UtcTime{110s}, 6.0}});
  held.hold_base(kKey, {UtcTime{50s}, 3.0});
  const Device device;
  const SeriesAsked asked{kKey, kErrors, &device};
  const WindowQuery query{{UtcTime{60s}, 60s, 1}, Statistic::growth};
  CHECK(held.windows(asked, query)->front().value == Reading(3.0));
  CHECK_FALSE(*held.last_value(kKey, {UtcTime{51s}, UtcTime{60s}}));
}

TEST_CASE("held series: windows that an engine worked out are not worked out again",
          "[probes][engine]") {
  HeldSeries held;
  SeriesWindows windows(1);
  windows[0].readable = 7;
  windows[0].value = 42.0;
  held.hold(kKey, windows);
  const Device device;
  const WindowQuery query{{UtcTime{60s}, 60s, 1}, Statistic::max};
  CHECK(held.windows({kKey, kErrors, &device}, query)->front().value == Reading(42.0));
}

TEST_CASE("held series: what is not held has no readings", "[probes][engine]") {
  HeldSeries held;
  CHECK(held.read(kKey, {UtcTime{}, UtcTime{1s}})->empty());
  CHECK(held.last(kKey).error().kind == ErrorKind::absent);
  CHECK(held.keys()->empty());
  held.hold(kKey, Series{{UtcTime{1s}, 5.0}});
  CHECK(held.last(kKey)->reading == Reading(5.0));
  CHECK(held.keys()->size() == 1);
}

}  // namespace
}  // namespace rackproof::engine
