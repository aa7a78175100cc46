#include <catch2/catch.hpp>

#include "probes/sinks/remote_write.h"
#include "schemas/catalogue.h"
#include "tests/support/metrics_engine.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto kCelsius = metrics::named("temperature_celsius");
constexpr const char* kName = "rackproof_temperature_celsius";

/// An engine and a sink that pushes to it.
struct Ground {
  explicit Ground(MetricsEngine::Make make) : engine(make) {
    RemoteWriteSettings settings;
    settings.target = engine.target();
    settings.spool.directory = directory.at("spool");
    settings.labels = {{"site", "one"}, {"rack", "r7"}};
    auto made = make_remote_write(settings, clock);
    REQUIRE(made);
    sink = *std::move(made);
    devices[0].id = "node";
    devices[1].id = "node/chip:\"quoted\" \xc3\xa9 \\";
  }

  void send(DeviceHandle device, std::int64_t milliseconds, Reading reading) const {
    const UtcTime at(std::chrono::milliseconds(start + milliseconds));
    REQUIRE(sink->append(devices, {{device, kCelsius, at, std::move(reading)}}));
  }

  [[nodiscard]] EngineSeries found(std::size_t device) const {
    REQUIRE(sink->drain(60s));
    return engine.series(kName, start)[devices[device].id];
  }

  SystemClock clock;
  MetricsEngine engine;
  TempDir directory;
  std::unique_ptr<RemoteWrite> sink;
  Devices devices = Devices(2);
  std::int64_t start =
      std::chrono::floor<std::chrono::seconds>(clock.now()).time_since_epoch().count() * 1000 -
      600'000;
};

/// Stamps since the start, and values.
std::vector<std::pair<std::int64_t, double>> since_start(const Ground& ground, std::size_t device) {
  std::vector<std::pair<std::int64_t, double>> all;
  for (const auto& [stamp, value] : ground.found(device)) {
    all.emplace_back(stamp - ground.start, value);
  }
  return all;
}

using Expected = std::vector<std::pair<std::int64_t, double>>;

void values_come_back(MetricsEngine::Make make, const std::vector<double>& values) {
  const Ground ground(make);
  Expected expected;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto stamp = static_cast<std::int64_t>(i) * 1000 + 7;
    ground.send(1, stamp, values[i]);
    ground.send(0, stamp, static_cast<std::int64_t>(i));
    expected.emplace_back(stamp, values[i]);
  }
  CHECK(since_start(ground, 1) == expected);
  CHECK(since_start(ground, 0).size() == values.size());
  CHECK(ground.sink->state().push.requests_refused == 0);
}

}  // namespace

TEST_CASE("remote write: numbers and stamps come back from Prometheus as they were sent",
          "[probes][sinks][engine]") {
  values_come_back(MetricsEngine::Make::prometheus,
                   {0.0, -0.0, 61.25, 0.1, 1e-300, -273.15, 1.0 / 3.0, 1e15 + 0.5, 123456, 5e5});
}

TEST_CASE("remote write: numbers and stamps come back from VictoriaMetrics as they were sent",
          "[probes][sinks][engine]") {
  // It keeps a stretch of a series as decimal numbers with one exponent: what lies
  // further apart than that within one series loses digits there.
  values_come_back(MetricsEngine::Make::victoria_metrics,
                   {0.0, 61.25, 0.1, -273.15, 123456, 5e5, 1e9 + 0.5});
}

TEST_CASE("remote write: Prometheus sees a series end where it could not be read, and its reason",
          "[probes][sinks][engine]") {
  const Ground ground(MetricsEngine::Make::prometheus);
  ground.send(0, 0, 50.0);
  ground.send(0, 1000, Error{ErrorKind::timed_out, "no answer"});
  ground.send(0, 2000, Error{ErrorKind::timed_out, "no answer"});
  REQUIRE(ground.sink->drain(60s));
  CHECK(ground.engine.now_of(kName, ground.start + 500) == 1);
  CHECK(ground.engine.now_of(kName, ground.start + 1500) == 0);
  const std::string missing = R"(rackproof_reading_missing{reason="timed_out",site="one"})";
  CHECK(ground.engine.now_of(missing, ground.start + 500) == 0);
  CHECK(ground.engine.now_of(missing, ground.start + 2500) == 1);

  ground.send(0, 3000, 51.0);
  REQUIRE(ground.sink->drain(60s));
  CHECK(ground.engine.now_of(kName, ground.start + 3500) == 1);
  CHECK(ground.engine.now_of(missing, ground.start + 3500) == 0);
}

TEST_CASE(
    "remote write: a clock that steps back costs Prometheus what it refuses, counted, and "
    "nothing else",
    "[probes][sinks][engine]") {
  const Ground ground(MetricsEngine::Make::prometheus);
  for (const std::int64_t second : {10, 11, 12, 3, 4, 13, 14}) {
    ground.send(0, second * 1000, static_cast<double>(second));
    ground.send(1, 20'000 + second * 1000, 1.0);
  }
  CHECK(since_start(ground, 0) ==
        Expected{{10'000, 10}, {11'000, 11}, {12'000, 12}, {13'000, 13}, {14'000, 14}});
  const auto state = ground.sink->state();
  CHECK(state.late_samples == 4);
  CHECK(state.push.requests_refused == 2);
  CHECK(state.push.samples_refused == 4);
  CHECK(state.push.last_refusal.find("out of order sample") != std::string::npos);
}

TEST_CASE("remote write: a clock that steps back costs VictoriaMetrics nothing",
          "[probes][sinks][engine]") {
  const Ground ground(MetricsEngine::Make::victoria_metrics);
  for (const std::int64_t second : {10, 11, 12, 3, 4, 13, 14}) {
    ground.send(0, second * 1000, static_cast<double>(second));
  }
  CHECK(since_start(ground, 0) == Expected{{3'000, 3},
                                           {4'000, 4},
                                           {10'000, 10},
                                           {11'000, 11},
                                           {12'000, 12},
                                           {13'000, 13},
                                           {14'000, 14}});
  CHECK(ground.sink->state().push.requests_refused == 0);
}
