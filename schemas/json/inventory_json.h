#pragma once

#include <string>
#include <string_view>

#include "schemas/inventory.h"
#include "schemas/json/json_value.h"
#include "schemas/result.h"

namespace rackproof {

/// inventory.json, format "rackproof-inventory/1".
[[nodiscard]] std::string encode_inventory(const Inventory& inventory);
[[nodiscard]] JsonValue inventory_to_json(const Inventory& inventory);
/// Error{unsupported} for a newer format; malformed also when devices are not sorted and unique.
Result<Inventory> decode_inventory(std::string_view bytes);

}  // namespace rackproof
