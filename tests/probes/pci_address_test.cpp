#include "probes/vendor/pci_address.h"

#include <catch2/catch.hpp>

using namespace rackproof::vendor;

TEST_CASE("pci address: it is written as the kernel writes it", "[probes][vendor]") {
  CHECK(pci_address({0, 0x9b, 0, 0}) == "0000:9b:00.0");
  CHECK(pci_address({0x10000, 3, 0x1f, 7}) == "10000:03:1f.7");
}

TEST_CASE("pci address: hexadecimal has as many digits as asked for, and more where it needs them",
          "[probes][vendor]") {
  CHECK(hex_digits(0, 1) == "0");
  CHECK(hex_digits(0x10de, 4) == "10de");
  CHECK(hex_digits(0xabcde, 4) == "abcde");
}
