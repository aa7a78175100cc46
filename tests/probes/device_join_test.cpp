#include "probes/device_join.h"

#include <catch2/catch.hpp>

#include "probes/survey.h"

using namespace rackproof;

namespace {

Device part(const char* id, DeviceKind kind = DeviceKind::accelerator) {
  return device_of(id, kind);
}

Device bmc_part(const char* id, DeviceKind kind = DeviceKind::accelerator) {
  auto device = device_of(id, kind);
  device.attributes["redfish_uri"] = std::string("/redfish/v1/") + id;
  return device;
}

/// One of each side with these serial numbers.
DeviceJoins joined_by_serial(const char* in_band, const char* bmc) {
  auto here = part("node/accelerator:neuron0");
  auto there = bmc_part("node/bmc/accelerator:OAM_0");
  here.serial = in_band;
  there.serial = bmc;
  return join_devices({here, there});
}

}  // namespace

TEST_CASE("device join: one serial number is one part, however it is written", "[probes]") {
  const auto result = joined_by_serial("00a1b2c3d4e5f610", " 00A1B2C3D4E5F610 ");
  REQUIRE(result.joins.size() == 1);
  CHECK(result.joins[0].in_band == 0);
  CHECK(result.joins[0].bmc == 1);
  CHECK(result.joins[0].by == JoinKey::serial);
  CHECK(result.joins[0].why == "serial number  00A1B2C3D4E5F610 ");
  CHECK(result.refusals.empty());
}

TEST_CASE("device join: what a maker writes for no serial number joins nothing", "[probes]") {
  for (const auto* nothing :
       {"", "0", "00000000", "None", "N/A", "To be filled by O.E.M.", "Default string", "xxxxxxxx",
        "FFFFFFFF", "0123456789", "Not Specified"}) {
    INFO(nothing);
    const auto result = joined_by_serial(nothing, nothing);
    CHECK(result.joins.empty());
    REQUIRE(result.refusals.size() == 1);
    CHECK(result.refusals[0].why == "it has no serial number, PCI address or slot");
  }
}

TEST_CASE("device join: a name alone joins nothing", "[probes]") {
  auto here = part("node/accelerator:GPU_0");
  auto there = bmc_part("node/bmc/accelerator:GPU_0");
  here.model = there.model = "MI300X";
  CHECK(join_devices({here, there}).joins.empty());
}

TEST_CASE("device join: a PCI address joins in each of its spellings", "[probes]") {
  for (const auto* written :
       {"0000:3b:00.0", "0000:3B:00.0", "3b:00.0", "00000000:3B:00.0", "0000:3b:00"}) {
    INFO(written);
    auto there = bmc_part("node/bmc/accelerator:0");
    there.attributes["pci_address"] = written;
    const auto result = join_devices({part("node/accelerator:0000:3b:00.0"), there});
    REQUIRE(result.joins.size() == 1);
    CHECK(result.joins[0].by == JoinKey::pci_address);
  }
}

TEST_CASE("device join: the address of a part's bus is the part's", "[probes]") {
  auto here = device_of("node/accelerator:00a1", DeviceKind::accelerator, "node/pci:0000:3b:00.0");
  auto there = bmc_part("node/bmc/accelerator:0");
  there.attributes["pci_address"] = "0000:3b:00.0";
  CHECK(join_devices({here, there}).joins.size() == 1);
}

TEST_CASE("device join: an address of zeros, or none at all, joins nothing", "[probes]") {
  for (const auto* written : {"0000:00:00.0", "3b:00", "0000:3b:00.9", "0000:xx:00.0",
                              "0000:3b:00.0.0", "1:2:3", "slot 4"}) {
    INFO(written);
    auto here = part("node/accelerator:1");
    auto there = bmc_part("node/bmc/accelerator:0");
    here.attributes["pci_address"] = written;
    there.attributes["pci_address"] = written;
    CHECK(join_devices({here, there}).joins.empty());
  }
}

TEST_CASE("device join: the serial number goes before the address, which is then remarked on",
          "[probes]") {
  auto first = part("node/accelerator:0000:3b:00.0");
  auto second = part("node/accelerator:0000:5e:00.0");
  auto view = bmc_part("node/bmc/accelerator:0");
  first.serial = "AAA1";
  second.serial = view.serial = "BBB2";
  view.attributes["pci_address"] = "0000:3b:00.0";  // where it sat before somebody moved it
  const auto result = join_devices({first, second, view});
  REQUIRE(result.joins.size() == 1);
  CHECK(result.joins[0].in_band == 1);
  CHECK(result.joins[0].remark == "PCI address 0000:5e:00.0 in band is 0000:3b:00.0 at the BMC");
}

TEST_CASE("device join: an address does not join what serial numbers tell apart", "[probes]") {
  auto here = part("node/accelerator:0000:3b:00.0");
  auto there = bmc_part("node/bmc/accelerator:0");
  here.serial = "AAA1";
  there.serial = "BBB2";
  there.attributes["pci_address"] = "0000:3b:00.0";
  const auto result = join_devices({here, there});
  CHECK(result.joins.empty());
  REQUIRE(result.refusals.size() == 1);
  CHECK_THAT(result.refusals[0].why,
             Catch::Contains("serial number AAA1 in band is BBB2 at the BMC"));
}

TEST_CASE("device join: two candidates are refused, and the next key may still tell", "[probes]") {
  auto first = part("node/accelerator:0000:3b:00.0");
  auto second = part("node/accelerator:0000:5e:00.0");
  auto view = bmc_part("node/bmc/accelerator:0");
  first.serial = second.serial = view.serial = "BOARD7";  // one number for a board of two
  const auto refused = join_devices({first, second, view});
  CHECK(refused.joins.empty());
  REQUIRE(refused.refusals.size() == 1);
  CHECK(refused.refusals[0].why == "2 in band and 1 of the BMC have serial number BOARD7");

  view.attributes["pci_address"] = "0000:5e:00.0";
  const auto result = join_devices({first, second, view});
  REQUIRE(result.joins.size() == 1);
  CHECK(result.joins[0].in_band == 1);
}

TEST_CASE("device join: two views of the BMC with one serial number are refused both", "[probes]") {
  auto here = part("node/accelerator:1");
  auto first = bmc_part("node/bmc/System_0/accelerator:0");
  auto second = bmc_part("node/bmc/HGX_Baseboard_0/accelerator:0");
  here.serial = first.serial = second.serial = "AAA1";
  const auto result = join_devices({here, first, second});
  CHECK(result.joins.empty());
  CHECK(result.refusals.size() == 2);
}

TEST_CASE("device join: a slot joins last, and not what is joined already", "[probes]") {
  auto here = part("node/disk:1", DeviceKind::nvme);
  auto there = bmc_part("node/bmc/drive:1", DeviceKind::disk);
  here.position = "Slot_4";
  there.position = "slot 4";
  const auto result = join_devices({here, there});
  REQUIRE(result.joins.size() == 1);
  CHECK(result.joins[0].why == "slot slot 4");

  auto by_serial = bmc_part("node/bmc/drive:2", DeviceKind::disk);
  here.serial = by_serial.serial = "S5XYZ";
  const auto taken = join_devices({here, there, by_serial});
  REQUIRE(taken.joins.size() == 1);
  CHECK(taken.joins[0].bmc == 2);
  REQUIRE(taken.refusals.size() == 1);
  CHECK(taken.refusals[0].why == "node/disk:1, which has slot slot 4, is joined already");
}

TEST_CASE("device join: a slot of a drive is no slot of a memory module", "[probes]") {
  auto here = part("node/dimm:1", DeviceKind::dimm);
  auto there = bmc_part("node/bmc/drive:1", DeviceKind::disk);
  here.position = there.position = "A1";
  CHECK(join_devices({here, there}).joins.empty());
}

TEST_CASE("device join: sensors belong to their parts and are not asked about", "[probes]") {
  auto here = part("node/sensor:1", DeviceKind::temperature_sensor);
  auto there = bmc_part("node/bmc/sensor:1", DeviceKind::temperature_sensor);
  here.serial = there.serial = "AAA1";
  const auto result = join_devices({here, there});
  CHECK(result.joins.empty());
  CHECK(result.refusals.empty());
}
