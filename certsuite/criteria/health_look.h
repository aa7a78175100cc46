#pragma once

#include <optional>

#include "certsuite/criteria/health_questions.h"
#include "schemas/architecture.h"
#include "schemas/device.h"
#include "schemas/health.h"
#include "schemas/series_source.h"
#include "schemas/verdict.h"

/// The closer look at one device's readings in the window: the verdict is evaluate()'s.
namespace rackproof::criteria {

struct HealthLook {
  const HealthQuestion& question;
  const Device& device;
  const Architecture& reference;
  TimeRange window;
};

/// A verdict, and when what it says began and ended.
struct HealthAnswer {
  Verdict verdict;
  HealthState state = HealthState::unknown;  ///< What it makes of the device; healthy for a PASS.
  bool stale = false;                        ///< The last value is too old to say anything of now.
  std::optional<UtcTime> since;
  std::optional<UtcTime> until;
  std::optional<UtcTime> first_reading;
  std::optional<UtcTime> last_reading;
  /// Of a counter that stood still: what it had counted before the window, where the reference's
  /// limit would not have let that pass.
  std::optional<double> counted_before;
};

/// PASS -> healthy, FAIL -> unhealthy, or degraded where readings passed the limit once and keep to
/// it again; INCONCLUSIVE -> unknown, also where the last value is stale. A fall of a counter is no
/// growth; where the counter began again above 0 and that would pass the limit it is unknown. Error
/// only when a series cannot be read.
Result<HealthAnswer> look_closer(const HealthLook& look, SeriesSource& series);

}  // namespace rackproof::criteria
