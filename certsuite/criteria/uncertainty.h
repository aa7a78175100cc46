#pragma once

#include <optional>
#include <string>

#include "certsuite/criteria/question.h"
#include "certsuite/criteria/readings.h"
#include "schemas/device.h"
#include "schemas/run_record.h"

namespace rackproof::criteria {

/// How well a value is known, and by what.
struct Uncertainty {
  std::optional<double> expanded;  ///< U, k = 2, in the metric's base unit; none = not known.
  bool from_spread = false;        ///< Has a part of type A: the spread of the windows.
  std::string instrument;          ///< Id of the instrument that gave the part of type B; or "".
  std::string why_not;             ///< An instrument is given and does not count: why.
};

/// Why an instrument's word does not count for a run that started at `started`: "calibration
/// overdue since 2026-01-31"; "" when it counts. A calibration holds to the end of its due day.
[[nodiscard]] std::string out_of_calibration(const Instrument& instrument, UtcTime started);

/// U = 2 sqrt(uA^2 + uB^2): type A from the spread of windows, type B from the instrument that the
/// site names for this metric and device, the most closely named one where there are several.
/// Nothing is made up where there is neither. Where every such instrument is out of calibration U
/// is not known, whatever the spread says. The difference of two readings (growth, drift) has none
/// from an instrument.
[[nodiscard]] Uncertainty uncertainty_of(const Question& question, const Device& device,
                                         const Readings& readings, const RunRecord& record);

}  // namespace rackproof::criteria
