#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "probes/engine/engine_answer.h"
#include "probes/engine/engine_door.h"
#include "probes/engine/engine_text.h"
#include "schemas/series_windows.h"

namespace rackproof::engine {

/// How the engine that answered understands queries.
struct Dialect {
  bool metricsql = false;          ///< VictoriaMetrics: tlast_over_time() and its like are there.
  bool closed_on_the_left = true;  ///< [5s] takes a sample that is exactly five seconds old.
};

/// Sends queries to one engine and hands on what comes back, in pieces that stay within what one
/// answer may hold. One thread at a time.
class EngineClient {
 public:
  /// Finds out the dialect.
  static Result<EngineClient> open(const EngineSettings& settings);

  [[nodiscard]] const Dialect& dialect() const { return dialect_; }

  /// The label sets of what `selectors` select, as far as it has samples in `range`.
  Result<std::vector<Labels>> label_sets(const std::vector<std::string>& selectors,
                                         Milliseconds range);
  /// The values that a label has in what `selector` selects, at any time.
  Result<std::vector<std::string>> label_values(std::string_view label,
                                                const std::string& selector);
  /// An instant query at the engine's now.
  Result<std::vector<EngineSeries>> now(const std::string& query);
  /// All samples in `range`, in time order for each series; a series may come in several pieces,
  /// later ones behind. `series_expected` decides how long a piece of time is asked for at once.
  /// out_of_range: more than TelemetrySource::kMostPoints samples.
  Result<std::vector<EngineSeries>> samples(const std::string& selector, Milliseconds range,
                                            std::size_t series_expected);
  /// `function` ("count_over_time", "sum_...", "min_...", "max_...") over each window of the grid,
  /// devices that were moved taken as one; a point bears its window's last millisecond.
  Result<std::vector<EngineSeries>> windows(std::string_view function, const std::string& selector,
                                            const WindowGrid& grid);

 private:
  explicit EngineClient(EngineDoor door) : door_(std::move(door)) {}

  Result<void> learn_dialect();
  Result<void> fetch(const std::string& selector, Milliseconds range,
                     std::vector<EngineSeries>& into);

  EngineDoor door_;
  Dialect dialect_;
};

}  // namespace rackproof::engine
