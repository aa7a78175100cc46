#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "schemas/result.h"

namespace rackproof::bench {

/// Milliseconds since 1970, and a value.
using AnsweredPoint = std::pair<std::int64_t, double>;

/// What a server said: the points of each series ("device metric").
using Answered = std::map<std::string, std::vector<AnsweredPoint>>;

/// Which names and stamps an answer is to have, so that two servers' can be compared.
struct AnswerForm {
  bool named = true;                ///< Else there is one series, without a name.
  std::string metric = {};          ///< Of series whose answer does not say it.
  std::int64_t stamps_earlier = 0;  ///< Milliseconds: from a window's end to its start.
};

/// /api/v1/series and /api/v1/last of ours; the stamps of last readings are left out, 0.
[[nodiscard]] Result<Answered> read_our_series(const std::string& body, const AnswerForm& form);
[[nodiscard]] Result<Answered> read_our_last(const std::string& body);

/// A matrix or a vector of the Prometheus API.
[[nodiscard]] Result<Answered> read_promql(const std::string& body, const AnswerForm& form);
/// JSON lines of VictoriaMetrics' /api/v1/export.
[[nodiscard]] Result<Answered> read_export(const std::string& body);

}  // namespace rackproof::bench
