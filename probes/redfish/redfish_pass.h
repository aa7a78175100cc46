#pragma once

#include <string>

#include "probes/redfish/metric_report.h"

namespace rackproof::redfish {

/// Readings of an answer whose meaning is known: a document, the members inside an expanded
/// collection, or the items of an old document. What no place is known for is left out. Pure.
RedfishReadings read_answer(const Places& places, const std::string& uri, const JsonValue& answer);

}  // namespace rackproof::redfish
