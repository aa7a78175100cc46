#include <chrono>
#include <memory>
#include <string>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "schemas/store/store.h"
#include "schemas/text.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;

namespace {

/// Devices and metrics in an order that is not that of their names.
struct Kept {
  Kept() {
    auto opened = Store::open(directory.at("samples.db"), Store::Mode::create);
    REQUIRE(opened);
    store = *std::move(opened);
    Devices devices(4);
    const auto* const ids = "n2/card:9 n1/card:10 n1/card:2 n1";
    std::size_t place = 0;
    for (const auto id : words(ids)) {
      devices[place++].id = std::string(id);
    }
    const UtcTime at{std::chrono::hours(1)};
    Samples samples;
    for (DeviceHandle device = 0; device < 4; ++device) {
      for (const auto* metric : {metrics::named("temperature_celsius"),
                                 metrics::named("memory_ecc_correctable_total")}) {
        samples.push_back({device, metric, at, std::int64_t{device}});
      }
    }
    samples.pop_back();  // n1 counts no errors
    REQUIRE(store->append(devices, samples));
  }

  testing::TempDir directory;
  std::unique_ptr<Store> store;
};

}  // namespace

TEST_CASE("store keys: those of a pattern are what a search through all of them finds", "[store]") {
  const Kept kept;
  for (const auto* device : {"*", "n1*", "n1", "n1/card:2", "*card:*", "x*", ""}) {
    for (const auto* metric : {"", "temperature_celsius", "memory_ecc_correctable_total", "none"}) {
      INFO(device << " " << metric);
      const SeriesPattern pattern{metric, device, {UtcTime{}, UtcTime::max()}};
      const auto quick = kept.store->keys_like(pattern);
      const auto slow = kept.store->TelemetrySource::keys_like(pattern);
      REQUIRE(quick);
      REQUIRE(slow);
      CHECK(*quick == *slow);
    }
  }
  CHECK(kept.store->keys_like({"", "*", {UtcTime{}, UtcTime::max()}})->size() == 7);
}

TEST_CASE("store keys: one metric is found by its name as it was kept", "[store]") {
  const Kept kept;
  const auto heat = kept.store->metric("temperature_celsius");
  REQUIRE(heat);
  REQUIRE(*heat);
  CHECK(**heat == StoredMetric{"temperature_celsius", "Cel", "gauge"});
  const auto none = kept.store->metric("power_watts");
  REQUIRE(none);
  CHECK_FALSE(*none);
}

TEST_CASE("store keys: a reader sees what was flushed since it last looked", "[store]") {
  const Kept kept;
  REQUIRE(kept.store->flush());
  const auto reader = Store::open(kept.directory.at("samples.db"), Store::Mode::read);
  REQUIRE(reader);
  CHECK((*reader)->keys_like({"", "new", {}})->empty());
  Devices devices(1);
  devices[0].id = "new";
  REQUIRE(kept.store->append(devices, Samples{{0, metrics::named("temperature_celsius"),
                                               UtcTime{std::chrono::hours(2)}, 1.0}}));
  REQUIRE(kept.store->flush());
  CHECK((*reader)->keys_like({"", "new", {}})->size() == 1);
}
