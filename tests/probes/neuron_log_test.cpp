#include "probes/neuron/neuron_log.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::neuron;

TEST_CASE("neuron: a hardware error line names kind, device, core and serial number",
          "[probes][neuron]") {
  // No genuine line is public; the form is that of the SDK's documentation.
  const auto error = parse_hardware_error(
      "NEURON_HW_ERR=HBM_UNCORRECTABLE_ERROR instance-id=i-0123 hostname=node7 nd-id=3 nc-id=1 "
      "serial-num=00a1b2c3d4e5f613 action=TERMINATE_INSTANCE");

  REQUIRE(error);
  CHECK(error->kind == "HBM_UNCORRECTABLE_ERROR");
  CHECK(error->known_kind);
  CHECK(error->device == "3");
  CHECK(error->core == "1");
  CHECK(error->serial == "00a1b2c3d4e5f613");
}

TEST_CASE("neuron: a hardware error line with nonsense in it names no device", "[probes][neuron]") {
  const auto error = parse_hardware_error(
      "neuron: NEURON_HW_ERR=NEW_KIND nd-id=99999999 nc-id=-1 serial-num=deadbeefdeadbeef");

  REQUIRE(error);
  CHECK_FALSE(error->known_kind);
  CHECK(error->device.empty());
  CHECK(error->core.empty());
  CHECK(error->serial.empty());
}

TEST_CASE("neuron: other lines are no hardware errors", "[probes][neuron]") {
  CHECK_FALSE(parse_hardware_error("neuron: module loaded"));
  CHECK_FALSE(parse_hardware_error("NEURON_HW_ERR="));
  CHECK_FALSE(parse_hardware_error("NEURON_HW_ERR=<script>"));
  CHECK_FALSE(parse_hardware_error(""));
}
