#include "probes/inventory/hypervisor.h"

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

using inventory::hypervisor_of;
using inventory::HypervisorClues;

HypervisorClues clues(bool flag, std::string vendor, std::string product) {
  HypervisorClues found;
  found.cpu_flag = flag;
  found.sys_vendor = std::move(vendor);
  found.product_name = std::move(product);
  return found;
}

TEST_CASE("hypervisor: a server without flag or name is bare metal", "[probes][inventory]") {
  CHECK(hypervisor_of(clues(false, "Dell Inc.", "PowerEdge R6515")).empty());
  CHECK(hypervisor_of(clues(false, "Amazon EC2", "trn2.metal-48xl")).empty());
}

TEST_CASE("hypervisor: one clue is enough", "[probes][inventory]") {
  CHECK(hypervisor_of(clues(true, "", "")) == "unknown");
  CHECK(hypervisor_of(clues(true, "Amazon EC2", "trn2.48xlarge")) == "kvm");
  CHECK(hypervisor_of(clues(false, "QEMU", "Standard PC")) == "kvm");  // hides its flag
  CHECK(hypervisor_of(clues(true, "VMware, Inc.", "VMware7,1")) == "vmware");
  CHECK(hypervisor_of(clues(true, "Microsoft Corporation", "Virtual Machine")) == "hyperv");
}

TEST_CASE("hypervisor: the clock source and Xen tell where DMI is silent", "[probes][inventory]") {
  auto found = clues(true, "", "");
  found.clock_sources = "tsc kvm-clock acpi_pm";
  CHECK(hypervisor_of(found) == "kvm");
  found.xen_type = "xen";
  CHECK(hypervisor_of(found) == "xen");
}

}  // namespace
}  // namespace rackproof
