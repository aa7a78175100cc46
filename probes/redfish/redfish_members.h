#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/json/json_value.h"
#include "schemas/result.h"

/// Finding one's way inside a Redfish document. Pure.
namespace rackproof::redfish {

/// One document: an object, at most 16 MiB, 32 levels. Byte counters beyond 2^53 arrive as text. A
/// body that tells an error is that error, whatever the status said (absent, denied, else io).
Result<JsonValue> parse_document(std::string_view body);

/// The value at `path` ("Thresholds/UpperCritical/Reading", "Members/0"), or nullptr.
const JsonValue* member_at(const JsonValue& document, std::string_view path);

/// The text at `path`, trimmed; "" where there is none or where it says that there is none
/// (is_no_value: "N/A", "NA", "unknown", "null").
std::string text_at(const JsonValue& document, std::string_view path);

/// Of several places the first that has a text; "" where none has.
std::string first_text(const JsonValue& document, std::initializer_list<std::string_view> paths);

/// "Sensor" of "#Sensor.v1_7_0.Sensor"; "" where the document does not tell.
std::string_view type_of(const JsonValue& document);

/// The links ("@odata.id") at `path`: of one object, or of each in an array. As written.
std::vector<std::string> links_at(const JsonValue& document, std::string_view path);

/// Every "DataSourceUri" anywhere in the document, as written.
std::vector<std::string> data_sources(const JsonValue& document);

}  // namespace rackproof::redfish
