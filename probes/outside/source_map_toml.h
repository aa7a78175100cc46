#pragma once

#include <string_view>

#include "probes/outside/source_map.h"
#include "schemas/result.h"
#include "schemas/site_metrics.h"
#include "schemas/toml/reader.h"

namespace rackproof::outside {

/// Reads the tables [[device]], [[series]], [[sentinel]] and [[ignore]] of `own`, then those of a
/// map that is part of the program, `ready` (nullptr = none), into an empty map: own rows rule, and
/// may name the devices of both. Metrics are of the catalogue or of `site`. What is wrong goes to
/// `findings`, and the map must then not be used.
SourceMap read_source_map(TableReader& own, TableReader* ready, const SiteMetrics& site,
                          Findings& findings);

/// The table [map] of a file that is nothing but a map.
void read_map_head(TableReader& top, Findings& findings);

/// A file that is nothing but a map. Error{malformed, "file:line: ..."}.
Result<SourceMap> load_source_map(std::string_view text, std::string_view file);

}  // namespace rackproof::outside
