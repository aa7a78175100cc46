#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "probes/machine/http_session.h"
#include "schemas/result.h"
#include "schemas/time.h"

namespace rackproof {

enum class PushOutcome {
  delivered,  ///< 2xx.
  refused,    ///< 4xx but 429: the same bytes would be refused again.
  later,      ///< 5xx, 429, anything else, or no answer.
};

struct PushVerdict {
  PushOutcome outcome = PushOutcome::later;
  std::chrono::seconds at_least{0};  ///< What the other end asks to be left alone for.
  std::string words;                 ///< What it said, printable; "" when it took the request.
  std::int64_t samples_refused = 0;  ///< Of a request that was delivered for the rest.
  /// It is not these bytes that were refused: who we are or where we went (401, 403, 404...). The
  /// next request would fare no better, and is kept back as after a failure.
  bool refuses_all = false;
};

/// What is to become of a request that was answered so.
using PushJudge = PushVerdict (*)(const Result<HttpAnswer>& answer, UtcTime now);

/// By Prometheus remote write 1.0, "Retries & Backoff". Pure.
[[nodiscard]] PushVerdict judge_push(const Result<HttpAnswer>& answer, UtcTime now);

/// By OTLP/HTTP 1: of the 5xx only 502, 503 and 504 come later, and a 2xx may say how many points
/// it took not (partial_success). Pure.
[[nodiscard]] PushVerdict judge_otlp(const Result<HttpAnswer>& answer, UtcTime now);

/// How long to rest after each failure in a row: half a second at first, doubling up to half a
/// minute, each between half of that and the whole, so that a fleet does not come back as one; and
/// never less than the other end asks for, an hour at most.
class PushPace {
 public:
  /// `dice` gives numbers in [0, 1).
  explicit PushPace(std::function<double()> dice) : dice_(std::move(dice)) {}

  std::chrono::nanoseconds after_failure(std::chrono::seconds at_least);
  void succeeded() { failures_ = 0; }

 private:
  std::function<double()> dice_;
  int failures_ = 0;
};

/// Numbers that no two processes share.
[[nodiscard]] std::function<double()> random_dice();

}  // namespace rackproof
