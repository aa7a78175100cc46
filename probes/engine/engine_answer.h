#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"

/// What a PromQL engine answers, parsed (Prometheus HTTP API; VictoriaMetrics answers alike).
namespace rackproof::engine {

using Labels = std::map<std::string, std::string, std::less<>>;

/// Engines keep milliseconds.
struct EnginePoint {
  std::int64_t at_ms = 0;
  double value = 0;  ///< May be any double; NaN with its own meaning (staleness) is left out.
};

struct EngineSeries {
  Labels labels;  ///< __name__ among them, where the answer has it.
  std::vector<EnginePoint> points;
};

/// An instant query's vector (one point a series) or a range query's matrix. Error{malformed}: no
/// such document; io: the engine says that it failed, in its own words; stale: the answer is
/// partial, since a part of a cluster did not answer.
Result<std::vector<EngineSeries>> parse_samples(std::string_view body);

/// The label sets of /api/v1/series. Errors as above.
Result<std::vector<Labels>> parse_label_sets(std::string_view body);

/// The values of /api/v1/label/.../values. Errors as above.
Result<std::vector<std::string>> parse_label_values(std::string_view body);

/// The engine's own words for a failure in `body`; "" where it gives none.
[[nodiscard]] std::string words_of_failure(std::string_view body);

}  // namespace rackproof::engine
