#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/json/json_value.h"

/// Which links of a document lead to readings, or to where events are told. What is not listed
/// (entries of logs, registries, accounts, certificates, actions) is not fetched. Pure.
namespace rackproof::redfish {

struct Lead {
  std::string link;       ///< As written in the document.
  std::string_view type;  ///< What it leads to; "" where only the document itself tells.
  bool by_path = false;   ///< Not in the document: tried because some makers leave the link out.
};

/// In the order in which they are followed. `uri` is the document's own.
std::vector<Lead> leads_of(std::string_view type, const JsonValue& document,
                           const std::string& uri);

/// Whether the document is a collection, whose members are in "Members".
bool is_collection(std::string_view type, const JsonValue& document);

/// Document types that are told from their collection's name: "Sensor" of "SensorCollection".
std::string_view member_type(std::string_view collection);

}  // namespace rackproof::redfish
