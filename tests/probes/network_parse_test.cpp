#include "probes/network/network_parse.h"

#include <variant>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("network: megabits are bits, and -1 is no speed", "[probes][network]") {
  CHECK(std::get<double>(network::parse_speed("400000")) == 4e11);
  CHECK(std::get<Error>(network::parse_speed("-1")).kind == ErrorKind::sentinel);
  CHECK(std::get<Error>(network::parse_speed("4294967295")).kind == ErrorKind::sentinel);
  CHECK(std::get<Error>(network::parse_speed("-2")).kind == ErrorKind::out_of_range);
  CHECK(std::get<Error>(network::parse_speed("")).kind == ErrorKind::malformed);
}

TEST_CASE("network: the words of operstate have the kernel's numbers", "[probes][network]") {
  CHECK(std::get<std::int64_t>(network::parse_operational_state("unknown")) == 0);
  CHECK(std::get<std::int64_t>(network::parse_operational_state("up")) == 6);
  CHECK(std::get<Error>(network::parse_operational_state("UP")).kind == ErrorKind::malformed);
}

TEST_CASE("network: a place is a PCI address, else the device's path", "[probes][network]") {
  CHECK(network::place_of("/sys/devices/pci0000:00/0000:00:03.0/virtio2/net/eth0") ==
        "0000:00:03.0");
  CHECK(network::place_of("/sys/devices/platform/soc/eth.1/net/eth7") == "platform/soc/eth.1");
  CHECK(network::place_of("/sys/class/net/bond0").empty());
  CHECK(network::place_of("/sys/devices/net/x").empty());
}

}  // namespace
}  // namespace rackproof
