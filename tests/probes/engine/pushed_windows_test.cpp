#include "probes/engine/pushed_windows.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "tests/support/filled_engine.h"

namespace rackproof::engine {
namespace {

using testing::FilledEngine;
using testing::FilledSeries;
using namespace std::chrono_literals;

constexpr std::int64_t kStart = 1'736'899'200'000;  // 2025-01-15T00:00:00Z

FilledSeries series(const std::string& name, std::map<std::string, std::string> labels,
                    std::vector<std::int64_t> offsets, double value) {
  labels["__name__"] = "rackproof_" + name;
  FilledSeries made{std::move(labels), {}};
  for (const auto offset : offsets) {
    made.samples.emplace_back(kStart + offset, value);
  }
  return made;
}

TEST_CASE("pushed windows: a sample at the very end of a window is the next one's, in both engines",
          "[probes][engine]") {
  for (const auto make : {FilledEngine::Make::victoria_metrics, FilledEngine::Make::prometheus}) {
    const FilledEngine filled(
        make, {series("temperature_celsius", {{"device", "a"}},
                      {-60'000, -1, 0, 1, 59'999, 60'000, 119'999, 120'000}, 7),
               series("reading_missing",
                      {{"device", "a"}, {"metric", "temperature_celsius"}, {"reason", "denied"}},
                      {120'001, 120'002, 180'000, 180'001}, 1),
               series("reading_missing",
                      {{"device", "a"}, {"metric", "temperature_celsius"}, {"reason", "io"}},
                      {180'002, 180'003, 180'004}, 1)});
    auto client = EngineClient::open(filled.settings());
    REQUIRE(client);
    const WindowQuery query{{UtcTime(std::chrono::milliseconds(kStart)), 60s, 5}, Statistic::count};
    const auto windows = pushed_windows(*client, "temperature_celsius", "", query);
    REQUIRE(windows);
    REQUIRE(windows->size() == 1);
    const auto& a = windows->at("a");
    REQUIRE(a.size() == 5);
    CHECK(a[0].readable == 3);
    CHECK(a[1].readable == 2);
    CHECK(a[2].readable == 1);
    CHECK(a[2].missing == 2);
    CHECK(a[2].value == Reading(1.0));
    CHECK(a[3].value == Reading(Error{ErrorKind::io, ""}));  // three times, denied only twice
    CHECK(a[3].missing == 5);
    CHECK(a[4].silent());
  }
}

TEST_CASE("pushed windows: more windows than one answer of an engine holds come in several",
          "[probes][engine]") {
  const FilledEngine filled(FilledEngine::Make::prometheus,
                            {series("temperature_celsius", {{"device", "a"}},
                                    {0, 9'999'000, 10'000'000, 11'999'999}, 7)});
  auto client = EngineClient::open(filled.settings());
  REQUIRE(client);
  const WindowQuery query{{UtcTime(std::chrono::milliseconds(kStart)), 1s, 12'000}, Statistic::max};
  const auto windows = pushed_windows(*client, "temperature_celsius", "", query);
  INFO((windows ? "" : windows.error().message));
  REQUIRE(windows);
  const auto& a = windows->at("a");
  for (const std::size_t full : {0U, 9999U, 10000U, 11999U}) {
    CHECK(a[full].value == Reading(7.0));
  }
  CHECK(a[1].silent());
}

}  // namespace
}  // namespace rackproof::engine
