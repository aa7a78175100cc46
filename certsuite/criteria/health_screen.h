#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "certsuite/criteria/health_questions.h"
#include "schemas/device_book.h"
#include "schemas/telemetry_source.h"

/// The first look at all series of a fleet: a few numbers each, worked out where they are kept.
namespace rackproof::criteria {

/// A series is stale when its last value is older than this many of its own periods...
inline constexpr int kStalePeriods = 5;
/// ...and than this: what an engine holds back (30 s) and the restart of an agent are no silence.
inline constexpr std::chrono::seconds kStaleAtLeast{90};

/// What one series comes to in the window.
struct Screened {
  std::int64_t readable = 0;
  std::int64_t missing = 0;
  std::int64_t recent = 0;  ///< Readings with a value in the last kStaleAtLeast.
  std::int64_t recent_missing = 0;
  std::optional<double> lowest;  ///< Of the readable ones.
  std::optional<double> highest;
};

enum class Freshness {
  fresh,
  stale,
  slow,  ///< Its period is too long, or too little known, to tell without its stamps.
};

[[nodiscard]] Freshness freshness_of(const Screened& screened, TimeRange window);

/// Whether the question passes whatever its statistic is: lowest and highest value keep to the
/// limits, so that everything between them does; of a counter that stood still, a growth of 0. Says
/// nothing of freshness. False where that takes a closer look.
[[nodiscard]] bool plainly_within(const HealthQuestion& question, const Screened& screened);

using Screen = std::map<SeriesKey, Screened>;

/// Every series of `metrics` that was read in `window` (whole seconds), on any device.
Result<Screen> screen(TelemetrySource& source, const std::set<std::string>& metrics,
                      DeviceBook& book, TimeRange window);

}  // namespace rackproof::criteria
