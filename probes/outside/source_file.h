#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "probes/outside/source_map.h"
#include "schemas/enum_names.h"
#include "schemas/result.h"
#include "schemas/site_metrics.h"

namespace rackproof::outside {

/// What a source prints.
enum class SourceFormat {
  exposition,   ///< Either of the two that follow; OpenMetrics where "# EOF" ends it.
  prometheus,   ///< Text format 0.0.4.
  openmetrics,  ///< 1.0; a text without "# EOF" is cut off.
  json,         ///< What `rackproof read --json` prints, or JSON lines.
};

inline constexpr std::array kSourceFormats{
    EnumName<SourceFormat>{SourceFormat::exposition, "exposition"},
    EnumName<SourceFormat>{SourceFormat::prometheus, "prometheus"},
    EnumName<SourceFormat>{SourceFormat::openmetrics, "openmetrics"},
    EnumName<SourceFormat>{SourceFormat::json, "json"},
};

/// One [[source]] of a sources file.
struct SourceSettings {
  std::string name;                      ///< Also that of its probe.
  std::vector<std::string> command;      ///< exec: argv; argv[0] is an absolute path. Else empty.
  std::vector<std::string> environment;  ///< exec: "NAME=value"; nothing is inherited.
  std::string url;                       ///< scrape: http://host:port/path. Else "".
  SourceFormat format = SourceFormat::exposition;
  std::chrono::milliseconds every{10000};
  std::chrono::milliseconds timeout{5000};
  std::size_t output_limit = std::size_t{4} << 20;  ///< Bytes.
  std::chrono::seconds oldest{300};  ///< A reading that its source stamped longer ago is stale.
  std::string place;                 ///< "node", or "node/source:NAME".
  SourceMap map;
};

/// A sources file (docs/outside-sources.md).
struct SourceFile {
  SiteMetrics site_metrics;  ///< What the maps point to; goes where the maps go.
  std::vector<SourceSettings> sources;
};

/// `file` is only the name used in complaints. Error{malformed, "file:line: ..."} for a key that it
/// does not know, a source that is neither exec nor scrape, a name that a probe has, a map or a
/// metric that there is not.
Result<SourceFile> load_source_file(std::string_view text, std::string_view file);

}  // namespace rackproof::outside
