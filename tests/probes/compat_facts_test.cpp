#include "probes/sinks/compat_facts.h"

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("compat facts: labels are written with commas between, none is nothing",
          "[probes][sinks]") {
  CHECK(compat::labels({}).empty());
  CHECK(compat::labels({{"a", "1"}, {"b", "x\"y"}}) == R"(a="1",b="x\"y")");
}

TEST_CASE("compat facts: what is not there is nothing, not a guess", "[probes][sinks]") {
  CHECK(compat::after("node/cpu:7", "node/cpu:") == "7");
  CHECK_FALSE(compat::after("node/bmc:x/cpu:7", "node/cpu:"));
  CHECK(compat::digits_at_end("thermal_zone12") == "12");
  CHECK(compat::digits_at_end("port") == "");
  CHECK(compat::digits_at_end("7") == "7");

  Device device;
  device.id = "node/a";
  device.attributes["core"] = "3";
  CHECK(compat::fact(device, "core") == "3");
  CHECK(compat::fact(device, "package") == "");
  const Devices devices{device};
  const CompatContext context{&devices, "", ""};
  CHECK(compat::device_named("node/a", context) == &devices[0]);
  CHECK(compat::device_named("node/b", context) == nullptr);
}
