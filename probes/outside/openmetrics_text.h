#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probes/outside/openmetrics_family.h"
#include "probes/outside/openmetrics_line.h"
#include "schemas/result.h"
#include "schemas/sample.h"
#include "schemas/time.h"

namespace rackproof::outside {

/// One line with a value. Views are into the text.
struct ForeignSeries {
  std::string_view name;  ///< As written, _total and the like included.
  Labels labels;
  Reading value;  ///< A number, or the reason why what stands there is none.
  std::optional<UtcTime> stamped;
  std::size_t family = 0;  ///< Into Exposition::families.
};

struct Exposition {
  Dialect dialect = Dialect::prometheus;  ///< In which it was read.
  std::vector<Family> families;
  std::vector<ForeignSeries> series;
};

struct ExpositionLimits {
  std::size_t bytes = std::size_t{16} << 20;
  std::size_t line_bytes = std::size_t{64} << 10;
  std::size_t series = 100000;
  std::size_t families = 20000;
};

/// A whole exposition in the Prometheus text format 0.0.4 or OpenMetrics 1.0, or nothing of it:
/// Error{malformed, "line 17: ..."} for the first line that breaks its format, for a text that ends
/// within a line, for OpenMetrics without "# EOF" at its end, for a series that comes twice;
/// Error{out_of_range} past a limit. `text` outlives the result. Pure.
Result<Exposition> parse_openmetrics(std::string_view text, Dialect dialect = Dialect::automatic,
                                     const ExpositionLimits& limits = {});

}  // namespace rackproof::outside
