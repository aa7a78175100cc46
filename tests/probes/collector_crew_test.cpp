#include "probes/collector_crew.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
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

/// Says on which thread it was read last, and hangs while it is told to.
class ThreadProbe final : public Probe {
 public:
  explicit ThreadProbe(std::string name, bool waits = false)
      : name_(std::move(name)), waits_(waits) {}

  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] std::chrono::milliseconds period() const override { return 2ms; }
  [[nodiscard]] std::chrono::milliseconds patience() const override { return 20ms; }
  [[nodiscard]] bool waits_for_others() const override { return waits_; }
  Result<Discovery> discover() override {
    Discovery found;
    found.devices.push_back(device_of("node/" + name_, DeviceKind::sensor));
    return found;
  }
  Result<ProbeReading> read() override {
    thread = std::this_thread::get_id();
    while (hangs) {
      std::this_thread::sleep_for(1ms);
    }
    if (is_slow) {
      std::this_thread::sleep_for(RoundPlace::kBrisk + 1ms);
    }
    ++passes;
    ProbeReading reading;
    reading.samples.push_back(
        {0, metrics::named("temperature_celsius"), UtcTime{}, std::int64_t{1}});
    return reading;
  }

  std::atomic<bool> hangs = false;
  std::atomic<bool> is_slow = false;
  std::atomic<int> passes = 0;
  std::atomic<std::thread::id> thread;

 private:
  std::string name_;
  bool waits_;
};

class NoSink final : public SampleSink {
 public:
  Result<void> append(const Devices& /*devices*/, const Samples& /*samples*/) override {
    return {};
  }
  Result<void> append(const Events& /*events*/) override { return {}; }
};

bool comes_true(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (!condition() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(1ms);
  }
  return condition();
}

/// Of three probes that are read, two of which may share a thread.
struct Bench {
  Bench() {
    for (const std::string name : {"one", "two"}) {
      probes.push_back(std::make_unique<ThreadProbe>(name));
    }
    probes.push_back(std::make_unique<ThreadProbe>("far", true));
    inventory = take_inventory(fixture.host(), probes);
  }
  ThreadProbe& probe(std::size_t place) { return static_cast<ThreadProbe&>(*probes[place]); }

  [[nodiscard]] std::unique_ptr<Collector> start(bool shares = true) {
    const CollectorPace pace{.gather = 2ms, .is_told = true, .shares_round = shares};
    auto collector = std::make_unique<Collector>(fixture.host(), probes, inventory, sink, pace);
    collector->start();
    return collector;
  }
  /// Whether the first two come to be read on one thread.
  bool come_to_share() {
    return comes_true([&] {
      return probe(0).passes > 3 && probe(1).passes > 3 && probe(0).thread == probe(1).thread;
    });
  }
  /// Whether that probe is read five times more.
  bool goes_on(std::size_t place) {
    const int before = probe(place).passes;
    return comes_true([&] { return probe(place).passes >= before + 5; });
  }

  testing::TempDir directory;
  testing::FixtureHost fixture{directory.path()};
  std::vector<std::unique_ptr<Probe>> probes;
  Inventory inventory;
  NoSink sink;
};

TEST_CASE("crew: probes that are brisk come to be read on one thread, those that wait do not",
          "[probes][collector]") {
  Bench bench;
  const auto collector = bench.start();
  REQUIRE(bench.come_to_share());
  REQUIRE(bench.goes_on(2));
  CHECK(bench.probe(2).thread != bench.probe(0).thread);
  CHECK(collector->read_now(20s));
  CHECK(collector->stop());
}

TEST_CASE("crew: where the pace shares no round every probe keeps its thread",
          "[probes][collector]") {
  Bench bench;
  const auto collector = bench.start(false);
  REQUIRE(bench.goes_on(0));
  REQUIRE(bench.goes_on(1));
  CHECK(bench.probe(0).thread != bench.probe(1).thread);
  CHECK(collector->stop());
}

TEST_CASE("crew: one of the round that hangs does not keep the others, and is read again after it",
          "[probes][collector]") {
  Bench bench;
  const auto collector = bench.start();
  REQUIRE(bench.come_to_share());
  bench.probe(0).hangs = true;
  CHECK(bench.goes_on(1));
  CHECK(bench.goes_on(1));
  CHECK(bench.probe(1).thread != bench.probe(0).thread);
  CHECK(!collector->read_now(5ms));  // one is not back
  bench.probe(0).hangs = false;
  CHECK(bench.goes_on(0));
  CHECK(collector->read_now(20s));
  CHECK(collector->stop());
}

TEST_CASE("crew: a second that hangs in the round is left alone as the first",
          "[probes][collector]") {
  Bench bench;
  const auto collector = bench.start();
  REQUIRE(bench.come_to_share());
  bench.probe(0).hangs = true;
  REQUIRE(bench.goes_on(1));
  bench.probe(1).hangs = true;
  CHECK(bench.goes_on(2));
  bench.probe(0).hangs = false;
  CHECK(bench.goes_on(0));
  bench.probe(1).hangs = false;
  CHECK(bench.goes_on(1));
  CHECK(collector->stop());
}

TEST_CASE("crew: a slow probe leaves the round", "[probes][collector]") {
  Bench bench;
  const auto collector = bench.start();
  REQUIRE(bench.come_to_share());
  bench.probe(0).is_slow = true;
  REQUIRE(bench.goes_on(0));
  REQUIRE(bench.goes_on(1));
  CHECK(bench.probe(1).thread != bench.probe(0).thread);
  CHECK(collector->stop());
}

TEST_CASE("crew: who hangs in the round at the end is left behind, and nobody else",
          "[probes][collector]") {
  Bench bench;
  const auto collector = bench.start();
  REQUIRE(bench.come_to_share());
  bench.probe(0).hangs = true;
  REQUIRE(bench.goes_on(1));
  const auto records = collector->stop();
  REQUIRE(records);
  REQUIRE(records->size() == 3);
  for (const auto& record : *records) {
    INFO(record.name);
    const bool left = record.last_failure.find("left behind") != std::string::npos;
    CHECK(left == (record.name == "one"));
  }
}

}  // namespace
}  // namespace rackproof
