#include "certsuite/criteria/health_life.h"

#include <algorithm>

#include "tests/support/health_ground.h"

using namespace rackproof;
using namespace rackproof::testing;
using criteria::Absence;

namespace {

const TimeRange kHour{at_second(0), at_second(3600)};

/// Knows every series, and keeps of all of them summaries alone.
class Forgetful final : public TelemetrySource {
 public:
  explicit Forgetful(MemoryTelemetry& all) : all_(all) {}

  Result<std::vector<SeriesKey>> keys() override { return all_.keys(); }
  Result<std::vector<SeriesKey>> keys_like(const SeriesPattern& pattern) override {
    auto keys = all_.keys().value();
    std::erase_if(keys, [&pattern](const SeriesKey& key) { return key.metric != pattern.metric; });
    return keys;
  }
  Result<Series> read(const SeriesKey& key, TimeRange range) override {
    return all_.read(key, range);
  }
  Result<Point> last(const SeriesKey& /*key*/) override {
    return Error{ErrorKind::absent, "no reading is kept any more"};
  }
  Result<Devices> devices() override { return all_.devices(); }
  Result<std::vector<StoredMetric>> metrics() override { return all_.metrics(); }
  Result<std::vector<KeptStretch>> kept_instead() override {
    return std::vector<KeptStretch>{{kHour, "summaries of 1 min"}};
  }

 private:
  MemoryTelemetry& all_;
};

/// The absent devices of a ground's node.
struct Told {
  explicit Told(HealthGround& ground) : Told(ground, ground.source) {}
  Told(HealthGround& ground, TelemetrySource& source)
      : reference{&ground.reference, criteria::health_questions(ground.reference)} {
    const auto devices = ground.source.devices().value();
    DeviceBook book(devices);
    node = criteria::nodes_of(devices, book).at(0);
    bound = criteria::bound_questions(node, {&reference});
    std::set<std::string> metrics;
    for (const auto& each : bound) {
      metrics.insert(each.question->criterion.metric);
    }
    const auto screen = criteria::screen(source, metrics, book, kHour);
    REQUIRE(screen);
    unread = criteria::unread_of(bound, *screen, kHour);
    const auto seen = criteria::last_seen(source, unread, kHour);
    REQUIRE(seen);
    absent = criteria::absent_devices(bound, unread, *seen);
  }

  criteria::HealthReference reference;
  criteria::HealthNode node;
  std::vector<criteria::Bound> bound;
  criteria::Unread unread;
  std::vector<criteria::AbsentDevice> absent;
};

}  // namespace

TEST_CASE("health life: where all is read nothing is absent", "[health]") {
  HealthGround ground;
  const Told told(ground);
  CHECK(told.unread.empty());
  CHECK(told.absent.empty());
}

TEST_CASE("health life: one series that stops is not its device that is gone", "[health]") {
  HealthGround ground;
  auto& heat = ground.of(kCardA, kCardHeat);
  heat.resize(100);
  CHECK(Told(ground).unread.empty());
}

TEST_CASE("health life: a reading without a value is a reading", "[health]") {
  HealthGround ground;
  for (const auto metric : {kCardHeat, kCardErrors, kCardRepairs, kCardLink, kCardCorrected}) {
    ground.set_from(kCardA, metric, 0, Error{ErrorKind::io, "no answer"});
  }
  CHECK(Told(ground).unread.empty());
}

TEST_CASE("health life: one of two that stopped is gone, both are silent", "[health]") {
  HealthGround ground;
  ground.silence(kCardB, 3000);
  const Told one(ground);
  REQUIRE(one.absent.size() == 1);
  CHECK(one.absent[0].absence == Absence::gone);
  CHECK(one.absent[0].last == at_second(2990));
  CHECK(one.absent[0].required);
  ground.silence(kCardA, 3000);
  const Told both(ground);
  REQUIRE(both.absent.size() == 2);
  CHECK(both.absent[0].absence == Absence::silent);
}

TEST_CASE("health life: of a source that forgets, what no summary of a week tells is forgotten",
          "[health]") {
  HealthGround ground;
  ground.silence(kCardB, 3000);
  Forgetful source(ground.source);
  const Told recent(ground, source);
  REQUIRE(recent.absent.size() == 1);
  CHECK(recent.absent[0].absence == Absence::gone);
  CHECK(recent.absent[0].last == at_second(2990));
  for (const auto metric : {kCardHeat, kCardErrors, kCardRepairs, kCardLink, kCardCorrected}) {
    ground.of(kCardB, metric) = {{at_second(-8 * 86'400), 1.0}};
  }
  CHECK(Told(ground, source).absent.at(0).absence == Absence::forgotten);
}

TEST_CASE("health life: a card in whose slot another is read was replaced", "[health]") {
  HealthGround ground;
  ground.silence(kCardB, 0);
  ground.of(kCardB, kCardHeat).push_back({at_second(-7200), 50.0});
  auto fresh = health_device("node/card:c", DeviceKind::accelerator, "node");
  ground.source.add(fresh);
  ground.fill("node/card:c");
  CHECK(Told(ground).absent.at(0).absence == Absence::gone);
  Part cards;
  cards.kind = DeviceKind::accelerator;
  cards.count = health_limit(2, Unit::one);
  ground.reference.parts = {cards};
  CHECK(Told(ground).absent.at(0).absence == Absence::replaced);
}

TEST_CASE("health life: a card that was last read long ago is forgotten, one never read is not",
          "[health]") {
  HealthGround ground;
  ground.silence(kCardB, 0);
  for (const auto metric : {kCardHeat, kCardErrors, kCardRepairs, kCardLink, kCardCorrected}) {
    ground.of(kCardB, metric).push_back({at_second(-8 * 86'400), std::int64_t{0}});
  }
  CHECK(Told(ground).absent.at(0).absence == Absence::forgotten);
  HealthGround never;
  never.source.add(health_device("node/card:c", DeviceKind::accelerator, "node"));
  const Told told(never);
  REQUIRE(told.absent.size() == 1);
  CHECK(told.absent[0].absence == Absence::never_read);
}

TEST_CASE("health life: a sensor may sleep, which is silence and no loss", "[health]") {
  HealthGround ground;
  auto sensor = health_criterion("sensor", kCardHeat, Statistic::max);
  sensor.on = DeviceKind::temperature_sensor;
  sensor.at_most = health_limit(100, Unit::celsius);
  ground.reference.criteria = {sensor};
  for (const std::string id : {"node/t:1", "node/t:2"}) {
    ground.source.add(health_device(id, DeviceKind::temperature_sensor, "node"));
    ground.fill(id);
  }
  ground.silence("node/t:2", 3000);
  CHECK(Told(ground).absent.at(0).absence == Absence::silent);
}

TEST_CASE("health life: what a BMC shows stands in for a part that the host does not read",
          "[health]") {
  criteria::Screen screen;
  screen[{"node/bmc:b/gpu", "temperature_celsius"}].readable = 7;
  auto card = health_device(std::string(kCardA), DeviceKind::accelerator, "node");
  CHECK(criteria::screened_of(screen, card, "temperature_celsius") == nullptr);
  card.attributes = {{"bmc_view", "node/bmc:b/gpu"}};
  REQUIRE(criteria::screened_of(screen, card, "temperature_celsius") != nullptr);
  CHECK(criteria::screened_of(screen, card, "temperature_celsius")->readable == 7);
}
