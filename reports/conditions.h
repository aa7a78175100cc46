#pragma once

#include <string>
#include <vector>

#include "schemas/run_record.h"
#include "schemas/site.h"

/// What a rendering says of a run that was resumed and of the instruments that watched it.
namespace rackproof::conditions {

/// One segment of a resumed run as people read it.
struct SegmentLine {
  std::string stretch;  ///< "2026-11-21 05:17:00 UTC, 12 min 00 s".
  std::string ended;    ///< "killed"; "the end of the run".
  std::string gap;      ///< How long nobody looked before it; "" for the first.
  std::string boot;     ///< "the same boot", "another boot", or the boot's id for the first.
  std::string changes;  ///< Against the one before: "none" or what they are.
};

/// Empty for a run in one piece.
[[nodiscard]] std::vector<SegmentLine> segment_lines(const RunRecord& record);

/// "calibrated until 2027-03-01", "calibration overdue since 2026-01-31", "not calibrated".
[[nodiscard]] std::string calibration_state(const Instrument& instrument, UtcTime started);

/// "U = 0.4 Cel (k = 2) of temperature_celsius on node/*"; "" where its word counts in no verdict.
[[nodiscard]] std::string uncertainty_given(const Instrument& instrument);

/// Which parts vouched for themselves, a sentence each: "tpm2_quote of node:
/// attestations/tpm.quote". "identity: self-reported" where none did.
[[nodiscard]] std::vector<std::string> attested(const RunRecord& record);

/// What a disturbance takes: "everything said of the phase", "how fast the phase was".
[[nodiscard]] std::string taken_by(const Disturbance& disturbance);

}  // namespace rackproof::conditions
