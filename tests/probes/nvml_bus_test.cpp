#include "probes/nvml/nvml_bus.h"

#include <catch2/catch.hpp>

#include "tests/support/fixture_host.h"
#include "tests/support/nvml_host.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

TEST_CASE("nvml: GPUs on the bus are display and 3D controllers of vendor 10de", "[probes][nvml]") {
  const TempDir root;
  NvmlHost::put_function(root, "0000:9b:00.0", "0x10de", "0x030200");
  NvmlHost::put_function(root, "0000:9b:00.1", "0x10de", "0x040300");  // its sound
  NvmlHost::put_function(root, "0000:05:00.0", "0x10de", "0x068000");  // NVSwitch
  NvmlHost::put_function(root, "0000:01:00.0", "0x1002", "0x030000");
  NvmlHost::put_function(root, "0000:0a:00.0", "0x10de", "0x030000");
  const FixtureHost fixture(root.path());

  const auto found = nvml::find_functions(fixture.files());

  REQUIRE(found);
  CHECK(*found == std::vector<std::string>{"0000:0a:00.0", "0000:9b:00.0"});
}

TEST_CASE("nvml: a machine without PCI has no GPU, and that is no failure", "[probes][nvml]") {
  const TempDir empty;
  const FixtureHost fixture(empty.path());
  const auto found = nvml::find_functions(fixture.files());
  REQUIRE(found);
  CHECK(found->empty());
}
