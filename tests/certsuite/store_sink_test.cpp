#include "certsuite/store_sink.h"

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "tests/support/frozen_clock.h"
#include "tests/support/plan_parts.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

constexpr auto kOnline = metrics::named("cpu_online_count");

struct Kept {
  Samples one() const { return {Sample{0, kOnline, clock.now(), std::int64_t{2}}}; }

  TempDir dir;
  FrozenClock clock;
  Devices devices = inventory_of({"node"}).devices;
  std::unique_ptr<Store> store = *Store::open(dir.at("samples.db"), Store::Mode::create);
  StoreSink sink{*store, clock, std::chrono::seconds(2)};
};

/// Remembers what it was given, and refuses when it is told to.
class RememberingSink final : public SampleSink {
 public:
  Result<void> append(const Devices& /*devices*/, const Samples& samples) override {
    count += samples.size();
    return answer;
  }
  Result<void> append(const Events& events) override {
    count += events.size();
    return answer;
  }
  Result<void> commit() override {
    ++commits;
    return answer;
  }

  std::size_t count = 0;
  int commits = 0;
  Result<void> answer;
};

struct Told {
  TellingSink over(SampleSink& sink) {
    return {sink, [this](const Device& device, const Sample& sample) {
              told.push_back(device.id + " " + std::string(sample.metric->name));
            }};
  }
  std::vector<std::string> told;
};

constexpr auto kHeat = metrics::named("temperature_celsius");
constexpr auto kFrequency = metrics::named("cpu_frequency_hertz");

}  // namespace

TEST_CASE("store sink: what it is given can be read back", "[runner]") {
  Kept kept;
  REQUIRE(kept.sink.append(kept.devices, kept.one()));

  const auto last = kept.store->last({"node", "cpu_online_count"});
  REQUIRE(last);
  CHECK(std::get<std::int64_t>(last->reading) == 2);
}

TEST_CASE("store sink: it flushes when the time has come, and not before", "[runner]") {
  Kept kept;
  REQUIRE(kept.sink.append(kept.devices, kept.one()));
  CHECK(kept.store->unflushed() == 1);

  kept.clock.advance(std::chrono::seconds(2));
  REQUIRE(kept.sink.append(kept.devices, kept.one()));
  CHECK(kept.store->unflushed() == 0);
}

TEST_CASE("store sink: events are kept and flushed alike", "[runner]") {
  Kept kept;
  Event event;
  event.device = "node";
  event.taken_at = kept.clock.now();
  event.code = "phase_started";
  kept.clock.advance(std::chrono::seconds(2));
  REQUIRE(kept.sink.append(Events{event}));

  CHECK(kept.store->unflushed() == 0);
  const auto events = kept.store->events({UtcTime::min(), UtcTime::max()});
  REQUIRE(events);
  REQUIRE(events->size() == 1);
  CHECK((*events)[0].code == "phase_started");
}

TEST_CASE("telling sink: temperatures and processor frequencies are told, and all is handed on",
          "[runner]") {
  RememberingSink behind;
  Told told;
  auto sink = told.over(behind);
  const auto devices = inventory_of({"node", "node/cpu:0"}).devices;
  const UtcTime now{std::chrono::seconds(1)};

  REQUIRE(sink.append(devices, Samples{{0, kOnline, now, std::int64_t{2}},
                                       {1, kHeat, now, 47.5},
                                       {1, kFrequency, now, 3e9}}));
  CHECK(told.told == std::vector<std::string>{"node/cpu:0 temperature_celsius",
                                              "node/cpu:0 cpu_frequency_hertz"});
  CHECK(behind.count == 3);

  REQUIRE(sink.append(Events{Event{}}));
  CHECK(behind.count == 4);
  REQUIRE(sink.commit());
  CHECK(behind.commits == 1);
}

TEST_CASE("telling sink: a sample of no device is not told and not lost", "[runner]") {
  RememberingSink behind;
  Told told;
  auto sink = told.over(behind);
  REQUIRE(sink.append(inventory_of({"node"}).devices, Samples{{7, kHeat, {}, 47.5}}));
  CHECK(told.told.empty());
  CHECK(behind.count == 1);
}

TEST_CASE("telling sink: the refusal of the sink behind it is its own", "[runner]") {
  RememberingSink behind;
  behind.answer = Error{ErrorKind::io, "disk full"};
  Told told;
  auto sink = told.over(behind);
  const auto devices = inventory_of({"node"}).devices;
  CHECK_FALSE(sink.append(devices, Samples{{0, kHeat, {}, 47.5}}));
  CHECK_FALSE(sink.append(Events{}));
  CHECK_FALSE(sink.commit());
  CHECK(told.told.size() == 1);
}
