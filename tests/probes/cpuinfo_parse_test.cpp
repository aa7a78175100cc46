#include "probes/inventory/cpuinfo_parse.h"

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("cpuinfo: processors, packages and the hypervisor flag", "[probes][inventory]") {
  const auto info = inventory::parse_cpuinfo(
      "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Xeon : Gold\nmicrocode\t: 0xb4\n"
      "physical id\t: 1\ncore id\t\t: 3\nflags\t\t: fpu lm hypervisor\n\n"
      "processor\t: 1\nphysical id\t: 1\n");
  REQUIRE(info.processors.size() == 2);
  CHECK(info.processors[0].model == "Xeon : Gold");
  CHECK(info.processors[0].package == 1);
  CHECK(info.processors[0].core == 3);
  CHECK(info.processors[1].core == -1);
  CHECK(info.hypervisor_flag);
  CHECK(info.architecture == "x86_64");
}

TEST_CASE("cpuinfo: bare metal has no flag, Arm no packages", "[probes][inventory]") {
  CHECK_FALSE(
      inventory::parse_cpuinfo("processor: 0\nflags: fpu lm hypervisors\n").hypervisor_flag);
  const auto arm = inventory::parse_cpuinfo("processor\t: 0\nCPU architecture: 8\n");
  CHECK(arm.architecture == "aarch64");
  CHECK(arm.processors[0].package == 0);
}

TEST_CASE("cpuinfo: nonsense gives no processor and no crash", "[probes][inventory]") {
  CHECK(inventory::parse_cpuinfo("").processors.empty());
  CHECK(inventory::parse_cpuinfo("model name: x\nflags: lm\n").architecture.empty());
  CHECK(
      inventory::parse_cpuinfo("processor: -5\nphysical id: 99999999999\n").processors[0].number ==
      0);
}

}  // namespace
}  // namespace rackproof
