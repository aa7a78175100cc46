#pragma once

#include <string>

#include "probes/read_once.h"

namespace rackproof {

/// Every reading under its device, with its unit or the reason why there is none; kernel log
/// records of warning and above at the end. Pure.
[[nodiscard]] std::string reading_text(const OneReading& reading);

/// schemas/json/published/reading.schema.json
[[nodiscard]] std::string reading_json(const OneReading& reading, const std::string& root);

}  // namespace rackproof
