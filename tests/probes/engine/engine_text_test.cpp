#include "probes/engine/engine_text.h"

#include <catch2/catch.hpp>

#include "probes/engine/engine_labels.h"

namespace rackproof::engine {
namespace {

using namespace std::chrono_literals;

TEST_CASE("engine text: a half-open stretch of time is its whole milliseconds",
          "[probes][engine]") {
  const auto whole = milliseconds_in({UtcTime{1s}, UtcTime{2s}});
  CHECK(whole.first == 1000);
  CHECK(whole.last == 1999);
  const auto between = milliseconds_in({UtcTime{1s + 1ns}, UtcTime{2s + 1ns}});
  CHECK(between.first == 1001);
  CHECK(between.last == 2000);
  const auto nothing = milliseconds_in({UtcTime{1s + 1ns}, UtcTime{1s + 2ns}});
  CHECK(nothing.last < nothing.first);
  const auto all = milliseconds_in({UtcTime::min(), UtcTime::max()});
  CHECK(all.first == 1000);  // 0 is no start for VictoriaMetrics
  CHECK(all.last == 9'000'000'000'000);
}

TEST_CASE("engine text: times keep their milliseconds", "[probes][engine]") {
  CHECK(seconds_text(1'795'238'220'007) == "1795238220.007");
  CHECK(seconds_text(1000) == "1.000");
  CHECK(over(60'000) == "[60000ms]");
}

TEST_CASE("engine text: a selector holds the metric's name and no more than it is given",
          "[probes][engine]") {
  CHECK(values_of("x_total", ",node=~\"n1\"") == R"({__name__="rackproof_x_total",node=~"n1"})");
  CHECK(values_of("network_speed_bits_per_second", "") ==
        R"({__name__="rackproof_network_speed_bytes_per_second"})");
  CHECK(missing_of("x\"y", "") == R"({__name__="rackproof_reading_missing",metric="x\"y"})");
}

TEST_CASE("engine text: only what an engine answers exactly is left to it", "[probes][engine]") {
  const auto pushed = [](Statistic statistic, std::chrono::nanoseconds step) {
    return can_be_pushed({{UtcTime{}, step, 1}, statistic});
  };
  for (const auto statistic : {Statistic::min, Statistic::max, Statistic::mean, Statistic::count}) {
    CHECK(pushed(statistic, 60s));
    CHECK_FALSE(pushed(statistic, 1500us));
    CHECK_FALSE(pushed(statistic, 1ms));
  }
  for (const auto statistic :
       {Statistic::p99, Statistic::median, Statistic::growth, Statistic::rate, Statistic::last}) {
    CHECK_FALSE(pushed(statistic, 60s));
  }
}

}  // namespace
}  // namespace rackproof::engine
