#pragma once

#include <string>

#include "probes/redfish/reading_types.h"
#include "schemas/json/json_value.h"

/// What a sensor measures where its maker left type or unit out, or wrote the wrong one. Pure.
namespace rackproof::redfish {

struct SensorMeaning {
  const ReadingType* type = nullptr;
  const SensorUnit* unit = nullptr;
  std::string inferred;  ///< What was not read but concluded, and from what; "" where all was told.
};

/// Meaning of a Sensor document. ReadingType and ReadingUnits as they stand; else one from the
/// other; else from the maker's own mark or from words of the name. Error{malformed} where type and
/// unit exclude each other (Altitude in Pa), Error{unsupported} where nothing tells.
Result<SensorMeaning> meaning_of(const JsonValue& sensor);

}  // namespace rackproof::redfish
