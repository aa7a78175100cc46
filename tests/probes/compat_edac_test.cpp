#include "probes/sinks/compat_edac.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

Device device_at(const std::string& id, const std::string& position = "") {
  Device device;
  device.id = id;
  device.position = position;
  return device;
}

}  // namespace

TEST_CASE("compat edac: controller, row and channel stand in the id", "[probes][sinks]") {
  const CompatContext context;
  CHECK(compat::edac_controller(device_at("node/edac:mc1"), context) == "controller=\"1\"");
  CHECK(compat::edac_unknown_row(device_at("node/edac:mc1"), context) ==
        "controller=\"1\",csrow=\"unknown\"");
  CHECK(compat::edac_csrow(device_at("node/edac:mc0/csrow12"), context) ==
        "controller=\"0\",csrow=\"12\"");
  CHECK(compat::edac_channel(device_at("node/edac:mc0/csrow2/ch1", "DIMM_A2"), context) ==
        "channel=\"1\",controller=\"0\",csrow=\"2\",dimm_label=\"DIMM_A2\"");
}

TEST_CASE("compat edac: what is no row or channel of a controller has no labels",
          "[probes][sinks]") {
  const CompatContext context;
  CHECK_FALSE(compat::edac_controller(device_at("node/bmc:x/memory:1"), context));
  CHECK_FALSE(compat::edac_csrow(device_at("node/edac:mc0"), context));
  CHECK_FALSE(compat::edac_channel(device_at("node/edac:mc0/csrow2"), context));
  CHECK_FALSE(compat::edac_csrow(device_at("node/edac:mc0/dimm3"), context));
}
