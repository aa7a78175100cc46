#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <mutex>
#include <string>
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

/// One side's view of an accelerator: the same temperature on each pass, a second after the last.
class OneView final : public Probe {
 public:
  OneView(std::string name, Device device, double celsius)
      : name_(std::move(name)), device_(std::move(device)), celsius_(celsius) {}

  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] std::chrono::milliseconds period() const override { return 1h; }
  Result<Discovery> discover() override { return Discovery{{device_}, {}, {}}; }
  Result<ProbeReading> read() override {
    now_ += 1s;
    ProbeReading reading;
    reading.samples.push_back({0, metrics::named("temperature_celsius"), now_, celsius_});
    return reading;
  }

 private:
  std::string name_;
  Device device_;
  double celsius_;
  UtcTime now_{1000s};
};

class EventSink final : public SampleSink {
 public:
  Result<void> append(const Devices& /*devices*/, const Samples& /*samples*/) override {
    return {};
  }
  Result<void> append(const Events& events) override {
    const std::lock_guard lock(mutex_);
    events_.insert(events_.end(), events.begin(), events.end());
    return {};
  }
  Events of_views() {
    const std::lock_guard lock(mutex_);
    Events found;
    std::ranges::copy_if(events_, std::back_inserter(found),
                         [](const Event& event) { return event.source == "views"; });
    return found;
  }

 private:
  std::mutex mutex_;
  Events events_;
};

std::vector<std::unique_ptr<Probe>> both_sides(double host, double bmc) {
  auto here = device_of("node/accelerator:1", DeviceKind::accelerator);
  auto there = device_of("node/bmc/accelerator:0", DeviceKind::accelerator);
  here.serial = there.serial = "AAA1";
  there.attributes["redfish_uri"] = "/redfish/v1/Systems/1/Processors/0";
  std::vector<std::unique_ptr<Probe>> probes;
  probes.push_back(std::make_unique<OneView>("here", here, host));
  probes.push_back(std::make_unique<OneView>("there", there, bmc));
  return probes;
}

Events events_of_passes(double host, double bmc) {
  const testing::TempDir empty;
  const testing::FixtureHost fixture(empty.path());
  const auto probes = both_sides(host, bmc);
  const auto inventory = take_inventory(fixture.host(), probes);
  EventSink sink;
  Collector collector(fixture.host(), probes, inventory, sink);
  collector.start();
  for (int pass = 0; pass < 6; ++pass) {
    REQUIRE(collector.read_now(30s));
  }
  REQUIRE(collector.stop());
  return sink.of_views();
}

TEST_CASE("collector: host and BMC that disagree on one part are an event of that part",
          "[probes][collector]") {
  const auto events = events_of_passes(61, 80);
  REQUIRE(events.size() == 1);
  CHECK(events[0].device == "node/accelerator:1");
  CHECK(events[0].code == "views_disagree");
}

TEST_CASE("collector: host and BMC that agree are none", "[probes][collector]") {
  CHECK(events_of_passes(61, 63).empty());
}

}  // namespace
}  // namespace rackproof
