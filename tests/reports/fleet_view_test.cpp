#include "reports/fleet_view.h"

#include <catch2/catch.hpp>

#include "tests/support/memory_telemetry.h"
#include "tests/support/sample_maker.h"

using namespace rackproof;
using testing::at_second;

TEST_CASE("fleet view: temperatures, power and errors have a column, set points have none",
          "[reports]") {
  CHECK(fleet_column("temperature_celsius") == FleetColumn::temperature);
  CHECK(fleet_column("nvme_composite_temperature_celsius") == FleetColumn::temperature);
  CHECK(fleet_column("power_watts") == FleetColumn::power);
  CHECK(fleet_column("hbm_ecc_uncorrectable_total") == FleetColumn::uncorrected);
  CHECK(fleet_column("memory_ecc_correctable_total") == FleetColumn::corrected);
  CHECK(fleet_column("device_present") == FleetColumn::state);
  for (const auto* none :
       {"thermal_trip_temperature_celsius", "pwm_target_temperature_celsius",
        "hbm_ecc_correctable_lifetime_total", "temperature_margin_celsius", "cpu_online_count"}) {
    INFO(none);
    CHECK_FALSE(fleet_column(none));
  }
}

TEST_CASE("fleet view: devices stand below their node, with the last reading of each metric",
          "[reports]") {
  testing::MemoryTelemetry source;
  source.add(StoredMetric{"temperature_celsius", "Cel", "gauge"});
  source.add(StoredMetric{"hbm_ecc_uncorrectable_total", "1", "counter"});
  source.add(StoredMetric{"cpu_online_count", "1", "gauge"});
  for (const auto* node : {"r7/n2", "r7/n1"}) {
    Device device;
    device.id = node;
    source.add(device);
    device.kind = DeviceKind::accelerator;
    device.parent = node;
    for (int card = 0; card < 2; ++card) {
      device.id = std::string(node) + "/card:" + std::to_string(card);
      source.add(device);
      source[{device.id, "temperature_celsius"}] = {{at_second(1), 90.0},
                                                    {at_second(5 + card), 50.0 + card}};
    }
    source[{node, "cpu_online_count"}] = {{at_second(9), std::int64_t{8}}};
  }
  source[{"r7/n2/card:0", "hbm_ecc_uncorrectable_total"}] = {
      {at_second(4), Error{ErrorKind::denied, "no"}}};
  const auto nodes = view_fleet(source, at_second(60));
  REQUIRE(nodes);
  REQUIRE(nodes->size() == 2);
  const auto& first = (*nodes)[0];
  CHECK(first.id == "r7/n1");
  REQUIRE(first.devices.size() == 2);
  CHECK(first.devices[1].device.kind == DeviceKind::accelerator);
  const auto hottest = greatest(first, FleetColumn::temperature);
  REQUIRE(hottest);
  CHECK(hottest->device->device.id == "r7/n1/card:1");
  CHECK(as_double(hottest->reading->last.point.reading) == 51);
  CHECK(first.read_at() == at_second(6));
  CHECK(reasons_in(first) == 0);
  CHECK(reasons_in((*nodes)[1]) == 1);
  CHECK_FALSE(greatest((*nodes)[1], FleetColumn::uncorrected));  // a reason is no nought
  source.break_device("r7/n1/card:0");
  CHECK_FALSE(view_fleet(source, at_second(60)));
}
