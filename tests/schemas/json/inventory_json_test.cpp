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

TEST_CASE("inventory json: a document from before presence was written is still read",
          "[schemas][json]") {
  auto later = testing::example_inventory();
  auto bytes = encode_inventory(later);
  const auto from = bytes.find(",\n  \"presence\"");
  REQUIRE(from != std::string::npos);
  bytes = bytes.substr(0, from) + "\n}\n";

  const auto old = decode_inventory(bytes);

  REQUIRE(old);
  later.presence = {};
  later.missing = {};
  later.complaints = {};
  CHECK(*old == later);
}

TEST_CASE("inventory json: a count that is no number is refused", "[schemas][json]") {
  auto bytes = encode_inventory(testing::example_inventory());
  const std::string good = "\"expected\": \"3\"";
  const auto at = bytes.find(good);
  REQUIRE(at != std::string::npos);
  bytes.replace(at, good.size(), "\"expected\": \"many\"");
  CHECK(decode_inventory(bytes).error().message.find("presence.expected") != std::string::npos);
}
