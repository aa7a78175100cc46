#include "schemas/pci_address.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("pci address: one place is one address in each of its spellings", "[schemas]") {
  for (const auto* text :
       {"0000:3b:02.1", "0000:3B:02.1", "3b:02.1", "3B:02.1", "00000000:3B:02.1"}) {
    INFO(text);
    const auto address = parse_pci_address(text);
    REQUIRE(address);
    CHECK(*address == PciAddress{0, 0x3b, 2, 1});
    CHECK(to_string(*address) == "0000:3b:02.1");
  }
}

TEST_CASE("pci address: a function that is left out behind a domain is the first", "[schemas]") {
  CHECK(parse_pci_address("0000:3b:00").value() == PciAddress{0, 0x3b, 0, 0});
  CHECK(parse_pci_address("00000000:9B:00").value() == PciAddress{0, 0x9b, 0, 0});
  CHECK_FALSE(parse_pci_address("3b:00"));  // could be anything
}

TEST_CASE("pci address: a domain beyond 16 bits stays whole", "[schemas]") {
  CHECK(to_string(parse_pci_address("10000:e1:00.0").value()) == "10000:e1:00.0");
  CHECK(to_string(parse_pci_address("00010000:e1:00.0").value()) == "10000:e1:00.0");
  CHECK(to_string(parse_pci_address("FFFFFFFF:ff:1f.7").value()) == "ffffffff:ff:1f.7");
}

TEST_CASE("pci address: what is none is malformed, with the text", "[schemas]") {
  for (const auto* text : {"",
                           ":",
                           "3b",
                           "3b:00",
                           "3b:00.00",
                           "zz:00.0",
                           "0:0:3b:00.0",
                           "1:2:3",
                           "12:30:45",
                           "000000000:3b:00.0",
                           ":3b:00.0",
                           "0000:3b:00.",
                           "0000:xx:00.0",
                           "0000:3b:00.0.0",
                           "0000:3b:20.0",
                           "0000:3b:00.8",
                           "0000:0x:00.0",
                           " 0000:3b:00.0",
                           "0000:3b:00.0\n",
                           "slot 4"}) {
    INFO(text);
    const auto address = parse_pci_address(text);
    REQUIRE_FALSE(address);
    CHECK(address.error().kind == ErrorKind::malformed);
  }
  CHECK(parse_pci_address("N/A").error().message == "expected a PCI address, got 'N/A'");
}
