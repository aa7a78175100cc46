#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/collector.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

/// A source whose ways can be changed from outside while it is read.
class MovingProbe final : public Probe {
 public:
  explicit MovingProbe(std::string name) : name_(std::move(name)) {}

  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] std::chrono::milliseconds period() const override { return 1ms; }
  [[nodiscard]] std::chrono::milliseconds patience() const override { return 20ms; }
  Result<Discovery> discover() override {
    if (absent) {
      return Error{ErrorKind::absent, name_ + ": not here"};
    }
    Discovery found;
    found.devices.push_back(device_of("node/" + name_, DeviceKind::sensor));
    return found;
  }
  Result<ProbeReading> read() override {
    while (hangs) {
      std::this_thread::sleep_for(1ms);
    }
    if (fails) {
      return Error{ErrorKind::io, name_ + ": broken"};
    }
    ProbeReading reading;
    reading.samples.push_back(
        {0, metrics::named("temperature_celsius"), UtcTime{}, std::int64_t{1}});
    return reading;
  }

  std::atomic<bool> absent = false;
  std::atomic<bool> fails = false;
  std::atomic<bool> hangs = false;

 private:
  std::string name_;
};

/// Counts what it is given; blocks while told to.
class CountingSink final : public SampleSink {
 public:
  Result<void> append(const Devices& devices, const Samples& samples) override {
    while (blocks) {
      blocked = true;
      std::this_thread::sleep_for(1ms);
    }
    const std::lock_guard lock(mutex_);
    for (const auto& sample : samples) {
      const auto& device = devices.at(sample.device).id;
      temperatures_ += device == "node/good" ? 1 : 0;
      const auto* value = std::get_if<std::int64_t>(&sample.reading);
      stuck_failures_ += device == "node/probe:stuck" && sample.metric->name == "probe_success" &&
                                 value != nullptr && *value == 0
                             ? 1
                             : 0;
    }
    return {};
  }
  Result<void> append(const Events& events) override {
    const std::lock_guard lock(mutex_);
    events_.insert(events_.end(), events.begin(), events.end());
    return {};
  }
  Result<void> commit() override {
    ++commits;
    return {};
  }

  int count(std::string_view code, std::string_view probe = "good") {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(std::ranges::count_if(events_, [&](const Event& event) {
      return event.code == code && event.device == probe_device_id(probe);
    }));
  }
  int temperatures() {
    const std::lock_guard lock(mutex_);
    return temperatures_;
  }
  int stuck_failures() {
    const std::lock_guard lock(mutex_);
    return stuck_failures_;
  }

  std::atomic<int> commits = 0;
  std::atomic<bool> blocks = false;
  std::atomic<bool> blocked = false;

 private:
  std::mutex mutex_;
  int temperatures_ = 0;
  int stuck_failures_ = 0;
  Events events_;
};

bool comes_true(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (!condition() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(1ms);
  }
  return condition();
}

CollectorPace agent_pace() {
  return {.suspend = {.failures = 3, .longest = 20ms},
          .absent_again = 5ms,
          .gather = 2ms,
          .commit_every = 5ms,
          .is_told = true};
}

struct Bench {
  explicit Bench(const std::vector<std::string>& names) {
    for (const auto& name : names) {
      probes.push_back(std::make_unique<MovingProbe>(name));
    }
    inventory = take_inventory(fixture.host(), probes);
  }
  MovingProbe& probe(std::size_t place) { return static_cast<MovingProbe&>(*probes[place]); }

  testing::TempDir directory;
  testing::FixtureHost fixture{directory.path()};
  std::vector<std::unique_ptr<Probe>> probes;
  Inventory inventory;
  CountingSink sink;
};

TEST_CASE("collector pace: a source that goes on failing is suspended and resumed, each told once",
          "[probes][collector]") {
  Bench bench({"good"});
  Collector collector(bench.fixture.host(), bench.probes, bench.inventory, bench.sink,
                      agent_pace());
  bench.probe(0).fails = true;
  collector.start();
  REQUIRE(comes_true([&] { return bench.sink.count("probe_suspended") == 1; }));
  bench.probe(0).fails = false;
  REQUIRE(comes_true([&] { return bench.sink.count("probe_resumed") == 1; }));
  REQUIRE(comes_true([&] { return bench.sink.temperatures() > 3; }));
  REQUIRE(collector.stop());
  CHECK(bench.sink.count("probe_suspended") == 1);
  CHECK(bench.sink.count("probe_resumed") == 1);
}

TEST_CASE("collector pace: a hung probe is told of while the others go on", "[probes][collector]") {
  Bench bench({"good", "stuck"});
  Collector collector(bench.fixture.host(), bench.probes, bench.inventory, bench.sink,
                      agent_pace());
  collector.start();
  bench.probe(1).hangs = true;
  REQUIRE(comes_true([&] { return bench.sink.count("probe_hangs", "stuck") == 1; }));
  CHECK(bench.sink.stuck_failures() >= 1);
  const auto before = bench.sink.temperatures();
  REQUIRE(comes_true([&] { return bench.sink.temperatures() > before + 3; }));
  CHECK(bench.sink.count("probe_came_back", "stuck") == 0);
  bench.probe(1).hangs = false;
  CHECK(comes_true([&] { return bench.sink.count("probe_came_back", "stuck") >= 1; }));
  REQUIRE(collector.stop());
}

TEST_CASE("collector pace: a source that comes later is found", "[probes][collector]") {
  Bench bench({});
  bench.probes.push_back(std::make_unique<MovingProbe>("good"));
  bench.probe(0).absent = true;
  Collector collector(bench.fixture.host(), bench.probes, bench.inventory, bench.sink,
                      agent_pace());
  collector.start();
  CHECK(collector.read_now(10s));
  CHECK(bench.sink.temperatures() == 0);
  bench.probe(0).absent = false;
  CHECK(comes_true([&] { return bench.sink.temperatures() > 0; }));
  REQUIRE(collector.stop());
}

TEST_CASE("collector pace: rounds go on with nothing to write, and stand still when a sink does",
          "[probes][collector]") {
  Bench bench({"good"});
  const std::vector<std::unique_ptr<Probe>> none;
  Collector collector(bench.fixture.host(), none, bench.inventory, bench.sink, agent_pace());
  CHECK(collector.rounds() == 0);
  collector.start();
  REQUIRE(comes_true([&] { return collector.rounds() > 3; }));
  bench.sink.blocks = true;
  collector.add({{0, metrics::named("temperature_celsius"), UtcTime{}, std::int64_t{1}}}, {});
  REQUIRE(comes_true([&] { return bench.sink.blocked.load(); }));
  const auto stands = collector.rounds();
  std::this_thread::sleep_for(50ms);
  CHECK(collector.rounds() == stands);
  bench.sink.blocks = false;
  CHECK(comes_true([&] { return collector.rounds() > stands; }));
  REQUIRE(collector.stop());
}

TEST_CASE("collector pace: it commits by itself", "[probes][collector]") {
  Bench bench({"good"});
  Collector collector(bench.fixture.host(), bench.probes, bench.inventory, bench.sink,
                      agent_pace());
  collector.start();
  CHECK(comes_true([&] { return bench.sink.commits > 3; }));
  REQUIRE(collector.stop());
}

TEST_CASE("collector pace: what gathers answers at once where somebody waits",
          "[probes][collector]") {
  Bench bench({"good"});
  auto pace = agent_pace();
  pace.gather = 1h;
  pace.commit_every = 1h;
  pace.periods["good"] = 1000h;
  Collector collector(bench.fixture.host(), bench.probes, bench.inventory, bench.sink, pace);
  collector.start();
  REQUIRE(collector.read_now(20s));
  CHECK(bench.sink.temperatures() >= 1);
  CHECK(collector.commit(20s));
  REQUIRE(collector.stop());
}

TEST_CASE("collector pace: a machine of a fleet begins with its own tick, not at once",
          "[probes][collector]") {
  Bench bench({"good"});
  auto pace = agent_pace();
  pace.machine_id = "0123456789abcdef0123456789abcdef";
  pace.periods["good"] = 1000h;  // its tick is in weeks
  Collector collector(bench.fixture.host(), bench.probes, bench.inventory, bench.sink, pace);
  collector.start();
  REQUIRE(comes_true([&] { return collector.rounds() > 10; }));
  CHECK(bench.sink.temperatures() == 0);
  CHECK(collector.read_now(20s));  // asked, it answers
  CHECK(bench.sink.temperatures() == 1);
  REQUIRE(collector.stop());
}

}  // namespace
}  // namespace rackproof
