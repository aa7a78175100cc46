#include "probes/amdgpu/amdgpu_sockets.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/support/amdgpu_tree.h"
#include "tests/support/fixture_host.h"

using namespace rackproof;
using namespace rackproof::amdgpu;
using namespace rackproof::testing;

namespace {

/// What a walk over one tree found.
struct Found {
  std::vector<Socket> sockets;
  Discovery discovery;
};

Found find(const TempDir& root) {
  const FixtureHost fixture(root.path());
  Survey survey(fixture.host(), "amdgpu");
  auto sockets = find_sockets(survey);
  REQUIRE(sockets);
  Attributes none;
  return {std::move(sockets).value(), survey.finish(none)};
}

}  // namespace

TEST_CASE("amdgpu: an accelerator is known by its PCI address and carries its serial",
          "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {1, "0000:3b:00.0", "4f2a8c19d3e07b65"});

  const auto found = find(root);

  REQUIRE(found.sockets.size() == 1);
  const auto& device = found.discovery.devices.at(0);
  CHECK(device.id == "node/accelerator:0000:3b:00.0");
  CHECK(device.kind == DeviceKind::accelerator);
  CHECK(device.parent == "node");
  CHECK(device.serial == "4f2a8c19d3e07b65");
  CHECK(device.model == "AMD Instinct MI300X OAM");
  CHECK(device.firmware == "113-M3000100-103");
  CHECK(device.attributes.at("pci_address") == "0000:3b:00.0");
  CHECK(device.attributes.at("compute_partition") == "SPX");
}

TEST_CASE("amdgpu: partitions of one unique_id are one socket, whatever the order of the cards",
          "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {0, "0000:3b:00.2", "4f2a8c19d3e07b65"});
  write_card(root, {1, "0000:3b:00.1", "4f2a8c19d3e07b65"});
  write_card(root, {2, "0000:3b:00.0", "4f2a8c19d3e07b65"});
  write_card(root, {3, "0000:5c:00.0", "70be11d2a4c8935f"});

  const auto found = find(root);

  REQUIRE(found.sockets.size() == 2);
  CHECK(found.sockets[0].directory == "/sys/class/drm/card2/device");
  const auto of_kind = [&](DeviceKind kind) {
    return std::ranges::count(found.discovery.devices, kind, &Device::kind);
  };
  CHECK(of_kind(DeviceKind::accelerator) == 2);
  CHECK(of_kind(DeviceKind::accelerator_partition) == 2);
  const auto part = std::ranges::find(
      found.discovery.devices, "node/accelerator:0000:3b:00.0/partition:0000:3b:00.1", &Device::id);
  REQUIRE(part != found.discovery.devices.end());
  CHECK(part->parent == "node/accelerator:0000:3b:00.0");
}

TEST_CASE("amdgpu: two sockets without a unique_id stay two", "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {0, "0000:3b:00.0", "0000000000000000"});
  write_card(root, {1, "0000:5c:00.0", "0000000000000000"});

  const auto found = find(root);

  CHECK(found.sockets.size() == 2);
  CHECK(found.discovery.devices.at(0).serial.empty());
}

TEST_CASE("amdgpu: cards of other makers are no news, an AMD card of another driver is",
          "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {0, "0000:3b:00.0", "1"});
  root.write("sys/devices/pci0000:3a/0000:3b:00.0/vendor", "0x10de\n");
  const AmdCard old{1, "0000:5c:00.0", "2"};
  root.write(card_directory(old) + "vendor", "0x1002\n");
  root.link(card_directory(old) + "driver", "../../../bus/pci/drivers/radeon");
  root.link("sys/class/drm/card1/device", "../../../devices/pci0000:3a/0000:5c:00.0");

  const auto found = find(root);

  CHECK(found.sockets.empty());
  REQUIRE(found.discovery.unreadable.size() == 1);
  CHECK(found.discovery.unreadable[0].what == "/sys/class/drm/card1/device");
  CHECK(found.discovery.unreadable[0].why.kind == ErrorKind::unsupported);
}

TEST_CASE("amdgpu: a partition that is a platform device is named, not lost and not a socket",
          "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {0, "0000:3b:00.0", "4f2a8c19d3e07b65"});
  root.write("sys/devices/platform/amdgpu_xcp_1/uevent", "DRIVER=amdgpu_xcp_drv\n");
  root.link("sys/class/drm/card1/device", "../../../devices/platform/amdgpu_xcp_1");

  const auto found = find(root);

  CHECK(found.sockets.size() == 1);
  REQUIRE(found.discovery.unreadable.size() == 1);
  CHECK(found.discovery.unreadable[0].why.message.find("a partition") == 0);
}

TEST_CASE("amdgpu: a captured tree that lost its links keeps the address of the uevent",
          "[probes][amdgpu]") {
  const TempDir root;
  root.write("sys/class/drm/card0/device/vendor", "0x1002\n");
  root.write("sys/class/drm/card0/device/uevent",
             "DRIVER=amdgpu\nPCI_SLOT_NAME=0000:09:00.0\nMODALIAS=x\n");

  const auto found = find(root);

  REQUIRE(found.sockets.size() == 1);
  CHECK(found.discovery.devices.at(0).id == "node/accelerator:0000:09:00.0");
}

TEST_CASE("amdgpu: the place on the base board is told where the driver shows it",
          "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {1, "0000:3b:00.0", "4f2a8c19d3e07b65"});
  CHECK_FALSE(find(root).discovery.devices.at(0).attributes.contains("oam_id"));
  root.write(card_directory({1, "0000:3b:00.0", "4f2a8c19d3e07b65"}) + "/xgmi_physical_id", "5\n");
  CHECK(find(root).discovery.devices.at(0).attributes.at("oam_id") == "5");
}
