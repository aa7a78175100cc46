#pragma once

#include <string>
#include <string_view>

#include "probes/outside/gathered.h"
#include "schemas/result.h"
#include "schemas/site_metrics.h"

namespace rackproof::outside {

/// What a program prints that speaks our words: the document of `rackproof read --json`, or one
/// object a line, { "metric", "device", "value" } (docs/outside-sources.md). "node" in a device's
/// id becomes `place`. A metric that is neither in the catalogue nor the site's is left out. Or
/// nothing of it: Error{malformed} for what is not that format, a line that is cut off, a document
/// of a simulated machine. Pure.
Result<Gathered> parse_reading_json(std::string_view text, const std::string& place,
                                    const SiteMetrics& site);

}  // namespace rackproof::outside
