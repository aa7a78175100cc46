#include "schemas/store/directory.h"

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "schemas/store/layout.h"
#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

namespace rackproof::store {
namespace {

TEST_CASE("directory: devices, metrics and series come back, and changed details are taken over",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto database = Database::open(dir.at("d.db"), Database::Access::create).value();
  REQUIRE(migrate(database));
  Directory directory;
  auto devices = testing::some_devices(3);
  for (const auto& device : devices) {
    REQUIRE(directory.keep(device));
  }
  // A metric that this release does not know is kept by its name like any other.
  const Metric later{.name = "chip_dreams_total", .unit = Unit::one, .help = "Of a later release."};
  directory.keep_series(2, directory.keep(later));
  directory.keep_series(1, directory.keep(*metrics::named("temperature_celsius")));
  REQUIRE(directory.save(database));
  directory.saved();
  devices[1].firmware = "2.0";
  CHECK(directory.keep(devices[1]).value() == 2);
  REQUIRE(directory.save(database));

  Directory again;
  Budget budget(1'000'000);
  REQUIRE(again.load(database, budget));
  CHECK(again.devices() == devices);
  CHECK(again.metrics() == directory.metrics());
  CHECK(again.keys() ==
        std::vector<SeriesKey>{{"node", "temperature_celsius"}, {"node/0", "chip_dreams_total"}});
  CHECK(again.find_metric("chip_dreams_total") == Row{1});
  CHECK_FALSE(again.find_device("node/7"));
  Budget none(10);
  CHECK_FALSE(again.load(database, none));
}

TEST_CASE("directory: a device needs an id of a possible length", "[schemas][store]") {
  Directory directory;
  Device device;
  CHECK(directory.keep(device).error().kind == ErrorKind::malformed);
  device.id = std::string(5000, 'x');
  CHECK(directory.keep(device).error().kind == ErrorKind::malformed);
}

}  // namespace
}  // namespace rackproof::store
