#include "probes/collector.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <poll.h>

#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

constexpr auto kTemperature = metrics::named("temperature_celsius");

/// Answers 1, 2, 3... for one device; fails, hangs or loses its device when told to.
class ScriptedProbe final : public Probe {
 public:
  enum class Trouble {
    none,
    absent,
    fails,
    hangs_in_read,
    hangs_in_discover,
    bad_handle,
    slow_until_hurried
  };

  explicit ScriptedProbe(std::string name, Trouble trouble = Trouble::none)
      : name_(std::move(name)), trouble_(trouble) {}

  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] std::chrono::milliseconds period() const override { return 1h; }
  void hurry() override { hurried_ = true; }

  Result<Discovery> discover() override {
    if (trouble_ == Trouble::absent) {
      return Error{ErrorKind::absent, name_ + ": not here"};
    }
    if (trouble_ == Trouble::hangs_in_discover) {
      ::poll(nullptr, 0, -1);
    }
    Discovery found;
    found.devices.push_back(device_of("node/" + name_, DeviceKind::sensor));
    return found;
  }

  Result<ProbeReading> read() override {
    if (trouble_ == Trouble::fails) {
      return Error{ErrorKind::io, name_ + ": broken"};
    }
    if (trouble_ == Trouble::hangs_in_read) {
      ::poll(nullptr, 0, -1);
    }
    while (trouble_ == Trouble::slow_until_hurried && !hurried_) {
      std::this_thread::sleep_for(1ms);
    }
    ProbeReading reading;
    reading.samples.push_back({0, kTemperature, UtcTime{}, ++passes_});
    if (trouble_ == Trouble::bad_handle) {
      reading.samples.push_back({7, kTemperature, UtcTime{}, passes_});
    }
    return reading;
  }

 private:
  std::string name_;
  Trouble trouble_;
  std::int64_t passes_ = 0;
  std::atomic<bool> hurried_ = false;
};

/// Keeps what it is given, by device id and metric.
class MemorySink final : public SampleSink {
 public:
  struct Kept {
    std::string device;
    std::string metric;
    Reading reading;
  };

  Result<void> append(const Devices& devices, const Samples& samples) override {
    const std::lock_guard lock(mutex_);
    if (refuses) {
      return Error{ErrorKind::io, "disk full"};
    }
    for (const auto& sample : samples) {
      kept_.push_back(
          {devices.at(sample.device).id, std::string(sample.metric->name), sample.reading});
    }
    return {};
  }
  Result<void> append(const Events& events) override {
    const std::lock_guard lock(mutex_);
    events_.insert(events_.end(), events.begin(), events.end());
    return {};
  }

  std::vector<Kept> of(const std::string& device, const std::string& metric) {
    const std::lock_guard lock(mutex_);
    std::vector<Kept> found;
    std::ranges::copy_if(kept_, std::back_inserter(found), [&](const Kept& kept) {
      return kept.device == device && kept.metric == metric;
    });
    return found;
  }
  Events events() {
    const std::lock_guard lock(mutex_);
    return events_;
  }

  std::atomic<bool> refuses = false;

 private:
  std::mutex mutex_;
  std::vector<Kept> kept_;
  Events events_;
};

using Probes = std::vector<std::unique_ptr<Probe>>;
using Trouble = ScriptedProbe::Trouble;

struct Bench {
  testing::TempDir directory;
  testing::FixtureHost fixture{directory.path()};
  Probes probes;
  MemorySink sink;

  void probe(const std::string& name, Trouble trouble = Trouble::none) {
    probes.push_back(std::make_unique<ScriptedProbe>(name, trouble));
  }
  Inventory inventory() { return take_inventory(fixture.host(), probes); }
};

const ProbeRecord& record_of(const std::vector<ProbeRecord>& records, const std::string& name) {
  const auto found = std::ranges::find(records, name, &ProbeRecord::name);
  REQUIRE(found != records.end());
  return *found;
}

TEST_CASE("collector: a reading on demand is in the sink when it returns", "[probes][collector]") {
  Bench bench;
  bench.probe("one");
  bench.probe("two");
  const auto inventory = bench.inventory();
  Collector collector(bench.fixture.host(), bench.probes, inventory, bench.sink);
  CHECK_FALSE(collector.read_now(1s));  // not started
  collector.start();
  REQUIRE(collector.read_now(10s));
  const auto before = bench.sink.of("node/one", "temperature_celsius").size();
  REQUIRE(before >= 1);
  REQUIRE(collector.read_now(10s));
  CHECK(bench.sink.of("node/one", "temperature_celsius").size() == before + 1);
  CHECK(bench.sink.of("node/two", "temperature_celsius").size() >= 2);
  const auto records = collector.stop();
  REQUIRE(records);
  CHECK(record_of(*records, "one").failures == 0);
  CHECK(record_of(*records, "one").passes >= 2);
  CHECK_FALSE(collector.read_now(1s));
}

TEST_CASE("collector: every pass tells how long it took and how it ended", "[probes][collector]") {
  Bench bench;
  bench.probe("good");
  bench.probe("broken", Trouble::fails);
  const auto inventory = bench.inventory();
  Collector collector(bench.fixture.host(), bench.probes, inventory, bench.sink);
  collector.start();
  REQUIRE(collector.read_now(10s));
  const auto good = bench.sink.of("node/probe:good", "probe_success");
  const auto broken = bench.sink.of("node/probe:broken", "probe_success");
  REQUIRE_FALSE(good.empty());
  REQUIRE_FALSE(broken.empty());
  CHECK(std::get<std::int64_t>(good.front().reading) == 1);
  CHECK(std::get<std::int64_t>(broken.front().reading) == 0);
  CHECK_FALSE(bench.sink.of("node/probe:broken", "probe_duration_seconds").empty());
  const auto records = collector.stop();
  REQUIRE(records);
  CHECK(record_of(*records, "broken").failures == record_of(*records, "broken").passes);
  CHECK(record_of(*records, "broken").last_failure == "broken: broken");
}

TEST_CASE("collector: a probe that hangs costs its own samples only", "[probes][collector]") {
  Bench bench;
  bench.probe("good");
  bench.probe("stuck", Trouble::hangs_in_read);
  const auto inventory = bench.inventory();
  {
    Collector collector(bench.fixture.host(), bench.probes, inventory, bench.sink);
    collector.start();
    CHECK_FALSE(collector.read_now(300ms));
    CHECK_FALSE(bench.sink.of("node/good", "temperature_celsius").empty());
    const auto records = collector.stop();
    REQUIRE(records);
    CHECK(record_of(*records, "good").failures == 0);
    CHECK(record_of(*records, "stuck").failures == 1);
    CHECK(record_of(*records, "stuck").last_failure == "stuck: hangs, and was left behind");
  }
  bench.probes.clear();  // what the hung thread was in may go: it runs no line any more
  CHECK(bench.sink.of("node/stuck", "temperature_celsius").empty());
}

TEST_CASE("collector: a probe that is slow is hurried at the end, and what it has is kept",
          "[probes][collector]") {
  Bench bench;
  bench.probe("slow", Trouble::slow_until_hurried);
  const auto inventory = bench.inventory();
  Collector collector(bench.fixture.host(), bench.probes, inventory, bench.sink);
  collector.start();
  CHECK_FALSE(collector.read_now(10ms));
  const auto records = collector.stop();
  REQUIRE(records);
  CHECK(record_of(*records, "slow").passes == 1);
  CHECK(bench.sink.of("node/slow", "temperature_celsius").size() == 1);
}

TEST_CASE("collector: a probe whose source is absent is not asked again", "[probes][collector]") {
  Bench bench;
  bench.probe("nowhere", Trouble::absent);
  const auto inventory = bench.inventory();
  REQUIRE(inventory.unreadable.size() == 1);
  CHECK(inventory.unreadable[0].why.kind == ErrorKind::absent);
  Collector collector(bench.fixture.host(), bench.probes, inventory, bench.sink);
  collector.start();
  CHECK(collector.read_now(10s));
  const auto records = collector.stop();
  REQUIRE(records);
  CHECK(record_of(*records, "nowhere").passes == 0);
  CHECK(record_of(*records, "nowhere").last_failure == "nowhere: not here");
}

TEST_CASE("collector: the inventory is taken though a discovery hangs",
          "[probes][collector][slow]") {
  Bench bench;
  bench.probe("good");
  bench.probe("stuck", Trouble::hangs_in_discover);
  const auto inventory = bench.inventory();
  REQUIRE(inventory.unreadable.size() == 1);
  CHECK(inventory.unreadable[0].probe == "stuck");
  CHECK(inventory.unreadable[0].why.kind == ErrorKind::timed_out);
  Collector collector(bench.fixture.host(), bench.probes, inventory, bench.sink);
  collector.start();
  CHECK(collector.read_now(10s));
  const auto records = collector.stop();
  REQUIRE(records);
  CHECK(record_of(*records, "stuck").last_failure == "stuck: discovery hangs");
}

TEST_CASE("collector: what others make reaches the sink, from any thread", "[probes][collector]") {
  Bench bench;
  const auto inventory = bench.inventory();
  Collector collector(bench.fixture.host(), bench.probes, inventory, bench.sink);
  collector.start();
  {
    std::vector<std::jthread> makers;
    for (int maker = 0; maker < 4; ++maker) {
      makers.emplace_back([&collector] {
        for (std::int64_t i = 0; i < 100; ++i) {
          collector.add({{0, kTemperature, UtcTime{}, i}}, {});
        }
      });
    }
  }
  collector.add({}, {{"node", UtcTime{}, "runner", "hello", Severity::info, "text", 1}});
  REQUIRE(collector.stop());
  CHECK(bench.sink.of("node", "temperature_celsius").size() == 400);
  REQUIRE(bench.sink.events().size() == 1);
  CHECK(bench.sink.events()[0].code == "hello");
}

TEST_CASE("collector: what a full queue drops is counted and told", "[probes][collector]") {
  Bench bench;
  const auto inventory = bench.inventory();
  Collector collector(bench.fixture.host(), bench.probes, inventory, bench.sink);
  collector.start();
  collector.add(Samples(300000, {0, kTemperature, UtcTime{}, std::int64_t{1}}), {});
  REQUIRE(collector.stop());
  const auto told = bench.sink.of("node/probe:collector", "samples_dropped_total");
  REQUIRE_FALSE(told.empty());
  CHECK(std::get<std::int64_t>(told.back().reading) == 300000);
  REQUIRE(bench.sink.events().size() == 1);
  CHECK(bench.sink.events()[0].code == "samples_dropped");
}

TEST_CASE("collector: nothing dropped is said too", "[probes][collector]") {
  Bench bench;
  const auto inventory = bench.inventory();
  Collector collector(bench.fixture.host(), bench.probes, inventory, bench.sink);
  collector.start();
  REQUIRE(collector.stop());
  const auto told = bench.sink.of("node/probe:collector", "samples_dropped_total");
  REQUIRE(told.size() == 1);
  CHECK(std::get<std::int64_t>(told[0].reading) == 0);
}

TEST_CASE("collector: what the sink refuses comes out of stop", "[probes][collector]") {
  Bench bench;
  bench.probe("one");
  const auto inventory = bench.inventory();
  bench.sink.refuses = true;
  Collector collector(bench.fixture.host(), bench.probes, inventory, bench.sink);
  collector.start();
  CHECK(collector.read_now(10s));
  CHECK(collector.stop().error() == Error{ErrorKind::io, "disk full"});
}

TEST_CASE("collector: a sample of a device that was never found is no reading",
          "[probes][collector]") {
  Bench bench;
  bench.probe("one", Trouble::bad_handle);
  const auto inventory = bench.inventory();
  Collector collector(bench.fixture.host(), bench.probes, inventory, bench.sink);
  collector.start();
  REQUIRE(collector.read_now(10s));
  REQUIRE(collector.stop());
  for (const auto& kept : bench.sink.of("node/one", "temperature_celsius")) {
    CHECK(std::get<std::int64_t>(kept.reading) > 0);
  }
}

TEST_CASE("collector: a device found after the inventory goes behind it", "[probes][collector]") {
  Bench bench;
  const auto inventory = bench.inventory();
  bench.probe("late");
  Collector collector(bench.fixture.host(), bench.probes, inventory, bench.sink);
  collector.start();
  REQUIRE(collector.read_now(10s));
  REQUIRE(collector.stop());
  CHECK_FALSE(bench.sink.of("node/late", "temperature_celsius").empty());
}

}  // namespace
}  // namespace rackproof
