#include "probes/engine/engine_devices.h"

#include <catch2/catch.hpp>

namespace rackproof::engine {
namespace {

TEST_CASE("engine devices: a device is what its info series tells, its parent on the same node",
          "[probes][engine]") {
  const auto device = device_of({{"__name__", "rackproof_device_info"},
                                 {"device", "node/card:0/core:1"},
                                 {"kind", "accelerator_core"},
                                 {"parent", "node/card:0"},
                                 {"position", "slot 4"},
                                 {"serial", "S1"},
                                 {"node", "n17"},
                                 {"site", "fra1"}});
  CHECK(device.id == "fra1/n17/card:0/core:1");
  CHECK(device.parent == "fra1/n17/card:0");
  CHECK(device.kind == DeviceKind::accelerator_core);
  CHECK(device.position == "slot 4");
  CHECK(device.serial == "S1");
  CHECK(device.attributes.at("site") == "fra1");
  CHECK_FALSE(device.attributes.contains("rack"));
  CHECK(device_of({{"device", "node"}, {"node", "n17"}}).parent.empty());
}

TEST_CASE(
    "engine devices: a metric that no release of ours knows has no unit, and is a counter "
    "by its name",
    "[probes][engine]") {
  CHECK(described("temperature_celsius") == StoredMetric{"temperature_celsius", "Cel", "gauge"});
  CHECK(described("chip_dreams_total") == StoredMetric{"chip_dreams_total", "", "counter"});
  CHECK(described("chip_dreams") == StoredMetric{"chip_dreams", "", "gauge"});
}

}  // namespace
}  // namespace rackproof::engine
