#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/telemetry_source.h"
#include "schemas/time.h"

/// Kept telemetry over HTTP: pure, a request in, a JSON text out (docs/query.md). Who listens, and
/// who may ask, is the caller's affair.
namespace rackproof {

struct ApiRequest {
  std::string path;  ///< Decoded, without the query.
  /// Decoded, in the order in which they came.
  std::vector<std::pair<std::string, std::string>> parameters;
  UtcTime now;  ///< What a question without an end ends at.
};

struct ApiAnswer {
  int status = 200;
  std::string body;  ///< JSON, also of a failure: {"error":{"kind":...,"message":...}}.
};

/// Points, readings or devices in one answer.
inline constexpr std::size_t kMostInOneAnswer = 1'000'000;

/// /api/v1/series, /api/v1/last, /api/v1/devices.
[[nodiscard]] bool is_api_path(std::string_view path);

/// What is answered where there is no source to be asked: 503 for timed_out, 404 for absent, 500.
[[nodiscard]] ApiAnswer api_failure(const Error& why);

/// The answer to GET /api/v1/series?metric=&device=&since=&from=&to=&step=&stat=&group=, `metric`
/// up to 32 times; /api/v1/last?metric=&device=; /api/v1/devices?device=. None for any other path.
/// 200; 400 for a question that is wrong or too large, in words; 404 for a metric that nobody
/// knows; 503 where the source did not answer in time, 500 where it failed otherwise. A metric
/// without readings in that time is no failure: its list is empty. The source's rules about threads
/// hold.
[[nodiscard]] std::optional<ApiAnswer> answer_api(TelemetrySource& source,
                                                  const ApiRequest& request);

}  // namespace rackproof
