#include <algorithm>
#include <filesystem>

#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "tests/support/fixture_host.h"
#include "tests/support/probe_run.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::FixtureHost;
using rackproof::testing::ProbeRun;
using rackproof::testing::TempDir;

namespace {

constexpr auto kPort = "node/pci:0000:00:02.1";
constexpr auto kDrive = "node/pci:0000:01:00.0";
const std::string kPortDir = "sys/devices/pci0000:00/0000:00:02.1/";
const std::string kDriveDir = kPortDir + "0000:01:00.0/";

void bridge_and_drive(const TempDir& root) {
  root.write(kPortDir + "vendor", "0x1022\n");
  root.write(kPortDir + "device", "0x1634\n");
  root.write(kPortDir + "aer_rootport_total_err_cor", "3\n");
  root.write(kDriveDir + "vendor", "0xc0a9\n");
  root.write(kDriveDir + "class", "0x010802\n");
  root.write(kDriveDir + "current_link_speed", "8.0 GT/s PCIe\n");
  root.write(kDriveDir + "max_link_speed", "16.0 GT/s PCIe\n");
  root.write(kDriveDir + "current_link_width", "4\n");
  root.write(kDriveDir + "max_link_width", "4\n");
  root.write(kDriveDir + "numa_node", "1\n");
  root.write(kDriveDir + "power_state", "D0\n");
  root.write(kDriveDir + "aer_dev_correctable", "RxErr 2\nTOTAL_ERR_COR 2\n");
  root.write(kDriveDir + "aer_dev_nonfatal", "DLP 0\nTOTAL_ERR_NONFATAL 0\n");
  root.write(kDriveDir + "aer_dev_fatal", "DLP 0\nTOTAL_ERR_FATAL 0\n");
  root.link(kDriveDir + "driver", "../../../../bus/pci/drivers/nvme");
  root.link("sys/bus/pci/devices/0000:00:02.1", "../../../devices/pci0000:00/0000:00:02.1");
  root.link("sys/bus/pci/devices/0000:01:00.0",
            "../../../devices/pci0000:00/0000:00:02.1/0000:01:00.0");
  root.write("sys/bus/pci/slots/7/address", "0000:01:00\n");
}

ProbeRun run(const TempDir& root) {
  const FixtureHost fixture(root.path());
  return ProbeRun(*make_pcie_probe(fixture.host()));
}

}  // namespace

TEST_CASE("pcie: a function knows its ids, driver, slot and bridge", "[probes][pcie]") {
  const TempDir root;
  bridge_and_drive(root);

  const auto seen = run(root);

  const auto& drive = seen.device(kDrive);
  CHECK(drive.kind == DeviceKind::pci);
  CHECK(drive.parent == kPort);
  CHECK(drive.position == "7");
  CHECK(drive.attributes.at("vendor_id") == "c0a9");
  CHECK(drive.attributes.at("class") == "010802");
  CHECK(drive.attributes.at("driver") == "nvme");
  CHECK(drive.attributes.at("numa_node") == "1");
  CHECK(seen.device(kPort).parent == "node");
}

TEST_CASE("pcie: a link below its maximum is two readings and no error, beside power and counts",
          "[probes][pcie]") {
  const TempDir root;
  bridge_and_drive(root);

  const auto seen = run(root);

  CHECK(seen.value(kDrive, "pcie_link_speed_transfers_per_second") == 8e9);
  CHECK(seen.value(kDrive, "pcie_link_speed_max_transfers_per_second") == 16e9);
  CHECK(seen.value(kDrive, "pcie_link_width_lanes") == 4);
  CHECK(seen.value(kDrive, "pci_numa_node") == 1);
  CHECK(seen.value(kDrive, "pci_power_state") == 0);
  CHECK(seen.value(kDrive, "pcie_aer_correctable_rxerr_total") == 2);
  CHECK(seen.value(kDrive, "pcie_aer_fatal_total") == 0);
  CHECK(seen.value(kPort, "pcie_aer_rootport_correctable_total") == 3);
}

TEST_CASE("pcie: a virtual machine's unknown link is a reason", "[probes][pcie]") {
  const TempDir root;
  bridge_and_drive(root);
  root.write(kDriveDir + "current_link_speed", "Unknown\n");
  root.write(kDriveDir + "current_link_width", "0\n");
  root.write(kDriveDir + "numa_node", "-1\n");

  const auto seen = run(root);

  CHECK(seen.reason(kDrive, "pcie_link_speed_transfers_per_second").kind == ErrorKind::unsupported);
  CHECK(seen.reason(kDrive, "pcie_link_width_lanes").kind == ErrorKind::sentinel);
  CHECK(seen.find(kDrive, "pci_numa_node") == nullptr);
}

TEST_CASE("pcie: where the firmware owns AER its absence is said, not counted as zero",
          "[probes][pcie]") {
  const TempDir root;
  bridge_and_drive(root);
  for (const auto* file : {"aer_dev_correctable", "aer_dev_nonfatal", "aer_dev_fatal"}) {
    std::filesystem::remove(root.at(kDriveDir + file));
  }

  const auto seen = run(root);

  CHECK(seen.reason(kDrive, "pcie_aer_fatal_total").kind == ErrorKind::absent);
  CHECK(seen.reason(kPort, "pcie_aer_fatal_total").kind == ErrorKind::absent);
  const auto* note = seen.unreadable("/sys/bus/pci/devices/*/aer_dev_*");
  REQUIRE(note != nullptr);
  CHECK(note->remedy.find("firmware") != std::string::npos);
}

TEST_CASE("pcie: counts that stop coming each get the reason", "[probes][pcie]") {
  const TempDir root;
  bridge_and_drive(root);
  const FixtureHost fixture(root.path());
  const auto probe = make_pcie_probe(fixture.host());
  REQUIRE(probe->discover());
  REQUIRE(probe->read());
  root.write(kDriveDir + "aer_dev_correctable", "RxErr 2\n");  // truncated: no total

  const auto after = probe->read();

  REQUIRE(after);
  const auto lost = std::ranges::count_if(after->samples, [](const Sample& sample) {
    const auto* why = std::get_if<Error>(&sample.reading);
    return sample.metric->name.starts_with("pcie_aer_correctable") && why != nullptr &&
           why->kind == ErrorKind::malformed;  // the other function counts nothing: absent
  });
  CHECK(lost == 2);
}

TEST_CASE("pcie: AER counts that come later are found within sixteen passes, and stay",
          "[probes][pcie]") {
  const TempDir root;
  bridge_and_drive(root);
  std::filesystem::remove(root.at(kDriveDir + "aer_dev_correctable"));
  const FixtureHost fixture(root.path());
  const auto probe = make_pcie_probe(fixture.host());
  REQUIRE(probe->discover());
  REQUIRE(probe->read());
  root.write(kDriveDir + "aer_dev_correctable", "RxErr 2\nTOTAL_ERR_COR 2\n");

  int passes = 0;
  bool found = false;
  while (!found && passes < 20) {
    ++passes;
    const auto reading = probe->read();
    REQUIRE(reading);
    found = std::ranges::any_of(reading->samples, [](const Sample& sample) {
      return sample.metric->name == "pcie_aer_correctable_total" &&
             sample.reading == Reading(std::int64_t{2});
    });
  }
  CHECK(found);
  CHECK(passes == 16);
}
