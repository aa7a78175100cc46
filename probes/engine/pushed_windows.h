#pragma once

#include <map>
#include <string>

#include "probes/engine/engine_client.h"
#include "schemas/series_windows.h"

namespace rackproof::engine {

/// Windows worked out by the engine, by device; can_be_pushed(query) holds. Devices without any
/// reading are left out. Errors as EngineClient; malformed where two series are one device's.
Result<std::map<std::string, SeriesWindows>> pushed_windows(EngineClient& client,
                                                            const std::string& metric,
                                                            const std::string& matchers,
                                                            const WindowQuery& query);

}  // namespace rackproof::engine
