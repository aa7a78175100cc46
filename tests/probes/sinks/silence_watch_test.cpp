#include "probes/sinks/silence_watch.h"

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

constexpr auto kCelsius = metrics::named("temperature_celsius");
constexpr auto kErrors = metrics::named("memory_ecc_correctable_total");

constexpr UtcTime kStart{1'795'238'220s};

/// A watch and the time that passes.
struct Watched {
  SilenceWatch watch;
  std::chrono::nanoseconds now = 1h;

  Samples hear(std::chrono::nanoseconds step, const Samples& samples = {}) {
    now += step;
    return watch.look(samples, kStart + now, now);
  }
  [[nodiscard]] Sample sample(const Metric* metric = kCelsius) const {
    return {1, metric, kStart + now, 50.0};
  }
  /// Reads `metric` each `period`, `count` times.
  int beat(std::chrono::nanoseconds period, int count, const Metric* metric = kCelsius) {
    int silent = 0;
    for (int i = 0; i < count; ++i) {
      silent += static_cast<int>(hear(period, {sample(metric)}).size());
    }
    return silent;
  }
};

}  // namespace

TEST_CASE("silence watch: who goes on speaking is not silent", "[probes][sinks]") {
  Watched watched;
  CHECK(watched.beat(1s, 100) == 0);
  CHECK(watched.beat(60s, 100, kErrors) > 0);  // the other has stopped meanwhile
}

TEST_CASE("silence watch: who stops is told as stale, again and again, until it is heard",
          "[probes][sinks]") {
  Watched watched;
  watched.beat(1s, 10);
  CHECK(watched.hear(14s).empty());
  const auto silent = watched.hear(15s);
  REQUIRE(silent.size() == 1);
  CHECK(silent.front().device == 1);
  CHECK(silent.front().metric == kCelsius);
  CHECK(silent.front().taken_at == kStart + watched.now);
  CHECK(std::get<Error>(silent.front().reading).kind == ErrorKind::stale);
  CHECK(watched.hear(1s).empty());  // not at each call
  CHECK(watched.hear(15s).size() == 1);
  CHECK(watched.beat(1s, 1) == 0);
  CHECK(watched.hear(14s).empty());
}

TEST_CASE("silence watch: a slow source has four of its own periods", "[probes][sinks]") {
  Watched watched;
  CHECK(watched.beat(60s, 5) == 0);
  CHECK(watched.hear(230s).empty());
  CHECK(watched.hear(15s).size() == 1);
}

TEST_CASE("silence watch: a source slower than the upper bound is not always stale",
          "[probes][sinks]") {
  Watched watched;
  CHECK(watched.beat(15min, 5) == 0);
  int silent = 0;
  for (int i = 0; i < 14; ++i) {
    silent += static_cast<int>(watched.hear(1min).size());
  }
  CHECK(silent == 0);
}

TEST_CASE("silence watch: what was heard once has the upper bound", "[probes][sinks]") {
  Watched watched;
  watched.beat(1s, 1);
  CHECK(watched.hear(599s).empty());
  CHECK(watched.hear(16s).size() == 1);
}

TEST_CASE("silence watch: one old reading given again and again is nothing new",
          "[probes][sinks]") {
  Watched watched;
  watched.beat(1s, 10);
  const auto old = watched.sample();
  std::size_t silent = 0;
  for (int i = 0; i < 40; ++i) {
    silent += watched.hear(1s, {old}).size();
  }
  CHECK(silent > 0);
}

TEST_CASE("silence watch: what is gone for good is forgotten", "[probes][sinks]") {
  Watched watched;
  watched.beat(1s, 10);
  int silent = 0;
  for (int i = 0; i < 600; ++i) {
    silent += static_cast<int>(watched.hear(15s).size());
  }
  CHECK(silent > 200);
  CHECK(silent < 250);
}

TEST_CASE("silence watch: windows of a workload come as they come", "[probes][sinks]") {
  const Metric* measurement = nullptr;
  for (const auto& table : metrics::kTables) {
    for (const auto& metric : table) {
      measurement = metric.measurement ? &metric : measurement;
    }
  }
  REQUIRE(measurement != nullptr);
  Watched watched;
  watched.beat(1s, 10, measurement);
  CHECK(watched.hear(30min).empty());
}
