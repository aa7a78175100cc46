#include "schemas/json/inventory_json.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/support/documents.h"

using namespace rackproof;

TEST_CASE("inventory json: comes back exactly, its reasons included", "[schemas][json]") {
  const auto inventory = testing::example_inventory();
  const auto bytes = encode_inventory(inventory);
  CHECK(decode_inventory(bytes).value() == inventory);
  CHECK(decode_inventory(encode_inventory(Inventory{})).value() == Inventory{});
  CHECK(bytes.starts_with("{\n  \"format\": \"rackproof-inventory/1\","));
}

TEST_CASE("inventory json: every reason has the word that to_string gives it", "[schemas][json]") {
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::untrusted); ++kind) {
    Inventory inventory;
    const auto reason = static_cast<ErrorKind>(kind);
    inventory.unreadable = {{"p", "w", {reason, "m"}, ""}};
    const auto bytes = encode_inventory(inventory);
    CHECK(bytes.find("\"reason\": \"" + std::string(to_string(reason)) + "\"") !=
          std::string::npos);
    CHECK(decode_inventory(bytes).value() == inventory);
  }
}

TEST_CASE("inventory json: two devices with one id are refused", "[schemas][json]") {
  auto inventory = testing::example_inventory();
  inventory.devices.push_back(inventory.devices.back());
  CHECK(decode_inventory(encode_inventory(inventory)).error().message ==
        "devices: not sorted by id and unique at 'node/pci:0000:3b:00.0'");
}
