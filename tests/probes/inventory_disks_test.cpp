#include <string>

#include <catch2/catch.hpp>

#include "probes/inventory/inventory_parts.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

TEST_CASE("inventory: loop, ram, zram, dm, md and hidden disks are no disks",
          "[probes][inventory]") {
  const testing::TempDir directory;
  for (const auto* name : {"loop0", "ram1", "zram0", "dm-3", "md127", "md_d1", "sr0", "fd0", "nbd4",
                           "nvme0c0n1", "sda", "mmcblk0", "ramdisk"}) {
    directory.write("sys/block/" + std::string(name) + "/size", "8\n");
  }
  directory.write("sys/block/nvme0c0n1/hidden", "1\n");
  const testing::FixtureHost fixture(directory.path());
  Survey survey(fixture.host(), "inventory");
  const auto disks = inventory::survey_disks(survey);
  REQUIRE(disks.size() == 3);
  CHECK(survey.device(disks[0].device).attributes.at("block_device") == "mmcblk0");
  CHECK(survey.device(disks[1].device).attributes.at("block_device") == "ramdisk");
  CHECK(survey.device(disks[2].device).attributes.at("block_device") == "sda");
}

TEST_CASE("inventory: a disk is named by what it says of itself, else by its place",
          "[probes][inventory]") {
  const testing::TempDir directory;
  directory.write("sys/block/sda/wwid", "t10.ATA     QEMU HARDDISK/1\n");
  directory.write("sys/block/sdb/device/serial", "S252B6\n");
  directory.write("sys/devices/pci0000:00/0000:00:06.0/virtio3/block/vda/size", "1\n");
  directory.link("sys/block/vda", "../devices/pci0000:00/0000:00:06.0/virtio3/block/vda");
  directory.write("sys/devices/platform/mmc/block/mmcblk0/size", "1\n");
  directory.link("sys/block/mmcblk0", "../devices/platform/mmc/block/mmcblk0");
  const testing::FixtureHost fixture(directory.path());
  Survey survey(fixture.host(), "inventory");
  const auto disks = inventory::survey_disks(survey);
  REQUIRE(disks.size() == 4);
  CHECK(survey.device(disks[0].device).id == "node/disk:platform/mmc");
  CHECK(survey.device(disks[1].device).id == "node/disk:t10.ATA_QEMU_HARDDISK_1");
  CHECK(survey.device(disks[2].device).id == "node/disk:S252B6");
  CHECK(survey.device(disks[3].device).id == "node/disk:0000:00:06.0");
  CHECK(survey.device(disks[3].device).parent == "node/pci:0000:00:06.0");
}

}  // namespace
}  // namespace rackproof
