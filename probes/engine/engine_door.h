#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/machine/http_session.h"
#include "schemas/result.h"

namespace rackproof::engine {

struct EngineSettings {
  /// Where /api/v1/... stands below: "http://vm:8428", "https://host/select/0/prometheus". What
  /// follows a '?' goes with every request, as for extra_filters[] of VictoriaMetrics.
  std::string url;
  std::string ca_file = "/etc/ssl/certs/ca-certificates.crt";     ///< For https.
  std::string bearer = {};                                        ///< Token; "" = none.
  std::chrono::milliseconds patience = std::chrono::seconds(60);  ///< For each answer.
  std::size_t answer_limit = std::size_t{64} << 20;               ///< Bytes of each.
};

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// Asks one engine. One thread at a time.
class EngineDoor {
 public:
  /// Error{malformed}: no such URL. Nothing is asked yet.
  static Result<EngineDoor> open(const EngineSettings& settings);

  /// The body of a GET of `path` ("/api/v1/query") that was answered with 200. Error{denied},
  /// {unsupported} (nothing like this there), {io} with the engine's words, and as HttpSession.
  Result<std::string> get(std::string_view path, const Parameters& parameters);

 private:
  EngineDoor(HttpSession session, EngineSettings settings);

  HttpSession session_;
  EngineSettings settings_;
  std::string origin_;
  std::string base_;    ///< Path before /api/v1.
  std::string always_;  ///< Query of every request, or "".
};

/// `text` as it may stand for a value in a URL's query.
[[nodiscard]] std::string query_encoded(std::string_view text);

}  // namespace rackproof::engine
