#pragma once

#include <map>
#include <set>
#include <string>

#include "probes/engine/engine_client.h"
#include "schemas/series_source.h"

namespace rackproof::engine {

/// The last reading of a metric on each of `devices`, whether it had a value or not; devices
/// without one in the last thirty days (with Prometheus: in the last day) are left out. Errors as
/// EngineClient; out_of_range: with Prometheus, more than 200 of them were not read in the last
/// five minutes.
Result<std::map<std::string, Point>> last_readings(EngineClient& client, const std::string& metric,
                                                   const std::string& matchers,
                                                   const std::set<std::string>& devices);

}  // namespace rackproof::engine
