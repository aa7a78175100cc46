#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/device.h"
#include "schemas/json/json_value.h"

/// Redfish documents as devices. Pure.
namespace rackproof::redfish {

/// The part that a document describes, its id made of `root_id` and the document's address; nothing
/// for a document that describes no part (collections, metrics, services). Its parent is left
/// empty. Every device carries the attributes "seen_over" = "redfish" and "redfish_uri".
std::optional<Device> device_of_document(std::string_view type, const JsonValue& document,
                                         const std::string& uri, const std::string& root_id);

/// Link to the part that it sits in or belongs to, as written; "" where the document does not tell.
std::string container_of(std::string_view type, const JsonValue& document);

/// A place holder's serial number ("0000000000", "N/A") is none.
std::string serial_of(const JsonValue& document);

}  // namespace rackproof::redfish
