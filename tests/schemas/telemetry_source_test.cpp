#include "schemas/telemetry_source.h"

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "tests/support/memory_telemetry.h"
#include "tests/support/sample_maker.h"

namespace rackproof {
namespace {

using testing::at_second;
using testing::MemoryTelemetry;
using namespace std::chrono_literals;

constexpr auto kErrors = metrics::named("memory_ecc_correctable_total");
constexpr auto kHeat = metrics::named("temperature_celsius");

SeriesKey heat(const std::string& device) {
  return {device, std::string(kHeat->name)};
}

SeriesAsked asked(const SeriesKey& key, const Metric& metric, const Device& device) {
  return {key, &metric, &device};
}

WindowQuery minute(Statistic statistic) {
  return {{at_second(0), 60s, 1}, statistic};
}

TEST_CASE("telemetry source: the last value before a time is found however far back it lies",
          "[schemas]") {
  for (const double back : {1.0, 119.0, 121.0, 3599.0, 3601.0, 80'000.0}) {
    MemoryTelemetry source;
    source[heat("a")] = {{at_second(-back), 4.0},
                         {at_second(-back + 0.5), Error{ErrorKind::io, "gone"}}};
    const auto found = source.last_value(heat("a"), {at_second(-86'400), at_second(0)});
    REQUIRE(found);
    REQUIRE(*found);
    CHECK((*found)->reading == Reading(4.0));
    CHECK_FALSE(*source.last_value(heat("a"), {at_second(-back + 0.25), at_second(0)}));
  }
}

TEST_CASE("telemetry source: a counter's first window knows the reading before it", "[schemas]") {
  MemoryTelemetry source;
  const Device device;
  const SeriesKey key{"a", std::string(kErrors->name)};
  source[key] = {{at_second(-7200), std::int64_t{5}}, {at_second(30), std::int64_t{9}}};
  const auto windows = source.windows(asked(key, *kErrors, device), minute(Statistic::growth));
  REQUIRE(windows);
  CHECK(windows->front().value == Reading(4.0));
}

TEST_CASE("telemetry source: counts that moved to another metric are no reset", "[schemas]") {
  const Metric from{.name = "from_total",
                    .kind = MetricKind::counter,
                    .help = "",
                    .counter = {.migrates_to = "to_total"}};
  MemoryTelemetry source;
  const Device device;
  source[{"a", "from_total"}] = {{at_second(-1), std::int64_t{6}}, {at_second(1), std::int64_t{0}}};
  source[{"a", "to_total"}] = {{at_second(-1), std::int64_t{10}}, {at_second(1), std::int64_t{16}}};
  const auto query = minute(Statistic::growth);
  CHECK(source.windows(asked({"a", "from_total"}, from, device), query)->front().value ==
        Reading(0.0));
  source[{"a", "to_total"}].pop_back();
  CHECK_FALSE(
      has_value(source.windows(asked({"a", "from_total"}, from, device), query)->front().value));
}

TEST_CASE("telemetry source: a group's p99 is over all readings, not over its members' p99",
          "[schemas]") {
  MemoryTelemetry source;
  const Device device;
  for (int i = 0; i < 50; ++i) {
    source[heat("a")].push_back({at_second(i), static_cast<double>(i)});
    source[heat("b")].push_back({at_second(i), static_cast<double>(1000 + i)});
  }
  source[heat("c")] = {{at_second(600), 1.0}};
  const std::vector<SeriesGroup> groups{
      {"all",
       {asked(heat("a"), *kHeat, device), asked(heat("b"), *kHeat, device),
        asked(heat("c"), *kHeat, device)}}};
  const auto p99 = source.group_windows(groups, minute(Statistic::p99));
  REQUIRE(p99);
  CHECK(p99->front().windows.front().value == Reading(1048.0));
  CHECK(p99->front().silent == 1);
  const auto median = source.group_windows(groups, minute(Statistic::median));
  CHECK(median->front().windows.front().value == Reading(49.0));
  const auto mean = source.group_windows(groups, minute(Statistic::mean));
  CHECK(mean->front().windows.front().value == Reading(524.5));
  CHECK(mean->front().silent == 1);
}

TEST_CASE("telemetry source: a group that was never read has no windows", "[schemas]") {
  MemoryTelemetry source;
  const Device device;
  const std::vector<SeriesGroup> groups{
      {"a", {asked(heat("a"), *kHeat, device)}},
      {"bc", {asked(heat("b"), *kHeat, device), asked(heat("c"), *kHeat, device)}}};
  for (const auto statistic : {Statistic::max, Statistic::p99}) {
    const auto answer = source.group_windows(groups, minute(statistic));
    REQUIRE(answer);
    REQUIRE(answer->size() == 2);
    CHECK(answer->front().windows.empty());
    CHECK(answer->front().silent == 1);
    CHECK(answer->back().windows.empty());
    CHECK(answer->back().silent == 2);
  }
}

TEST_CASE("telemetry source: one broken series is an error, never a gap", "[schemas]") {
  MemoryTelemetry source;
  const Device device;
  source[heat("a")] = {{at_second(1), 1.0}};
  source[heat("b")] = {{at_second(1), 1.0}};
  source.break_device("b");
  const std::vector<SeriesGroup> groups{
      {"all", {asked(heat("a"), *kHeat, device), asked(heat("b"), *kHeat, device)}}};
  for (const auto statistic : {Statistic::max, Statistic::p99, Statistic::growth}) {
    CHECK(source.group_windows(groups, minute(statistic)).error().kind == ErrorKind::malformed);
  }
  const std::vector<SeriesKey> keys{heat("a"), heat("b")};
  CHECK_FALSE(source.read_each(keys, testing::all_time()));
  CHECK_FALSE(source.last_each(keys));
}

TEST_CASE("telemetry source: many series are read and looked up in the order asked for",
          "[schemas]") {
  MemoryTelemetry source;
  source[heat("a")] = {{at_second(1), 1.0}, {at_second(2), 2.0}};
  source[heat("b")] = {{at_second(1), 3.0}};
  const std::vector<SeriesKey> keys{heat("b"), heat("none"), heat("a")};
  const auto series = source.read_each(keys, {at_second(0), at_second(2)});
  REQUIRE(series);
  CHECK((*series)[0].size() == 1);
  CHECK((*series)[1].empty());
  CHECK((*series)[2].size() == 1);
  const auto last = source.last_each(keys);
  REQUIRE(last);
  CHECK((*last)[0]->reading == Reading(3.0));
  CHECK_FALSE((*last)[1]);
  CHECK((*last)[2]->reading == Reading(2.0));
}

}  // namespace
}  // namespace rackproof
