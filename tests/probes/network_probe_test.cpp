#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "tests/support/fixture_host.h"
#include "tests/support/probe_run.h"

namespace rackproof {
namespace {

constexpr auto kPort = "node/net:0000:3b:00.0/port:1";

TEST_CASE("network: a link that is down has no speed, and says so", "[probes][network]") {
  const testing::FixtureHost fixture("link_down");
  const auto probe = make_network_probe(fixture.host());
  const testing::ProbeRun run(*probe);
  CHECK(run.value(kPort, "network_operational_state") == 2);
  CHECK(run.reason(kPort, "network_speed_bits_per_second").kind == ErrorKind::sentinel);
}

TEST_CASE("network: one broken counter costs one sample", "[probes][network]") {
  const testing::FixtureHost fixture("link_down");
  const auto probe = make_network_probe(fixture.host());
  const testing::ProbeRun run(*probe);
  CHECK(run.reason(kPort, "network_receive_bytes_total").kind == ErrorKind::malformed);
  CHECK(run.value(kPort, "network_receive_crc_errors_total") == 7);
}

TEST_CASE("network: an interface is named by its place, software interfaces are left out",
          "[probes][network]") {
  const testing::FixtureHost fixture("link_down");
  const auto probe = make_network_probe(fixture.host());
  const testing::ProbeRun run(*probe);
  const auto& device = run.device(kPort);
  CHECK(device.parent == "node/pci:0000:3b:00.0");
  CHECK(device.attributes.at("interface") == "enp59s0f1");
  CHECK(device.attributes.at("mac") == "04:3f:72:00:00:01");
  // A random address names nothing: only the kernel's name is left.
  CHECK(run.device("node/net:usb0").attributes.at("mac_is_permanent") == "false");
  CHECK(run.discovery().devices.size() == 2);
}

}  // namespace
}  // namespace rackproof
