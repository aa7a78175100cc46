#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "probes/inventory/inventory_parts.h"
#include "tests/support/fixture_host.h"

namespace rackproof {
namespace {

TEST_CASE("inventory: kernel, system, firmware, microcode and modules have versions",
          "[probes][inventory]") {
  const testing::FixtureHost fixture("small_virtual_machine");
  Survey survey(fixture.host(), "inventory");
  inventory::CpuInfo cpus;
  cpus.processors.emplace_back().microcode = "0xb4";
  const auto software = inventory::survey_software(survey, cpus);
  const auto version = [&software](const std::string& name) {
    const auto found = std::ranges::find(software, name, &SoftwareVersion::name);
    return found == software.end() ? std::string() : found->version;
  };
  CHECK(version("kernel") == "6.1.0-rackproof");
  CHECK(version("os") == "Debian GNU/Linux 12 (bookworm)");
  CHECK(version("bios") == "1.16.2");
  CHECK(version("microcode") == "0xb4");
  CHECK(version("module:nvme") == "1.0");
}

TEST_CASE("inventory: what states no version is left out", "[probes][inventory]") {
  const testing::FixtureHost fixture("link_down");
  Survey survey(fixture.host(), "inventory");
  CHECK(inventory::survey_software(survey, {}).empty());
}

}  // namespace
}  // namespace rackproof
