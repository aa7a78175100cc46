#include "probes/redfish/series_set.h"

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"

using namespace rackproof;
using namespace rackproof::redfish;

namespace {

constexpr auto kWatts = metrics::named("power_watts");

RedfishReading reading(DeviceHandle device, Reading value) {
  return {device, kWatts, std::move(value), {}, {}};
}

}  // namespace

TEST_CASE("redfish: one series has one reading, the first that has a value", "[probes][redfish]") {
  SeriesSet series;
  series.add(reading(0, Error{ErrorKind::absent, "null"}));
  series.add(reading(0, 374.0));
  series.add(reading(0, 375.0));
  series.add(reading(0, Error{ErrorKind::stale, "old"}));
  series.add(RedfishReadings{reading(1, Error{ErrorKind::absent, "null"})});
  CHECK(series.has(0, kWatts));
  CHECK_FALSE(series.has(2, kWatts));

  const auto readings = series.take();

  REQUIRE(readings.size() == 2);
  CHECK(as_double(readings[0].reading) == 374);
  CHECK(std::get<Error>(readings[1].reading).message == "null");
  CHECK(series.take().empty());
}
