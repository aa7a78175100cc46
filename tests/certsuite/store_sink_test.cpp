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
