#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "probes/inventory/inventory_parts.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

Device node_of(const Host& host, const inventory::CpuInfo& cpus = {}) {
  Survey survey(host, "inventory");
  inventory::survey_node(survey, cpus);
  return survey.device(0);
}

TEST_CASE("inventory: the node is named by DMI, placeholders are silence", "[probes][inventory]") {
  const testing::FixtureHost fixture("small_virtual_machine");
  const auto node = node_of(fixture.host());
  CHECK(node.id == "node");
  CHECK(node.vendor == "QEMU");
  CHECK(node.model == "Standard PC");
  CHECK(node.serial.empty());  // "Not Specified"
  CHECK(node.attributes.at("hypervisor") == "kvm");
  CHECK(node.attributes.at("identity_source") == "self-reported (DMI)");
}

TEST_CASE("inventory: what a maker left in a DMI field is silence in either case of its letters",
          "[probes][inventory]") {
  const testing::TempDir directory;
  directory.write("sys/class/dmi/id/sys_vendor", "TO BE FILLED BY O.E.M.\n");
  directory.write("sys/class/dmi/id/product_name", "  default string \n");
  directory.write("sys/class/dmi/id/product_serial", "N/A\n");
  directory.write("sys/class/dmi/id/board_name", "Not Available 2\n");
  const testing::FixtureHost fixture(directory.path());
  const auto node = node_of(fixture.host());
  CHECK(node.vendor.empty());
  CHECK(node.model.empty());
  CHECK(node.serial.empty());
  CHECK(node.attributes.at("board_name") == "Not Available 2");
}

TEST_CASE("inventory: a platform without DMI says where its identity comes from",
          "[probes][inventory]") {
  const testing::FixtureHost fixture("vanished_processor");
  inventory::CpuInfo cpus;
  cpus.hypervisor_flag = true;
  cpus.architecture = "x86_64";
  const auto node = node_of(fixture.host(), cpus);
  CHECK(node.model.empty());
  CHECK(node.attributes.at("hypervisor") == "unknown");
  CHECK(node.attributes.at("architecture") == "x86_64");
  CHECK(node.attributes.at("identity_source").find("no DMI") != std::string::npos);
}

TEST_CASE("inventory: the machine id is not read", "[probes][inventory]") {
  const testing::TempDir directory;
  directory.write("etc/machine-id", "0123456789abcdef0123456789abcdef\n");
  const testing::FixtureHost fixture(directory.path());
  const auto node = node_of(fixture.host());
  for (const auto& [key, value] : node.attributes) {
    CHECK(value.find("0123456789abcdef") == std::string::npos);
  }
}

}  // namespace
}  // namespace rackproof
