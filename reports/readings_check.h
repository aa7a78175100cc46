#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schemas/result.h"
#include "schemas/run_journal.h"
#include "schemas/run_record.h"
#include "schemas/store/store.h"

/// Whether the samples of a bundle are what the run's journal says that was read.
namespace rackproof {

/// What the lines of a journal tell of readings.
struct ToldReadings {
  std::vector<ReadingsKept> stretches;  ///< In order of time, each one stretch.
  std::vector<LateReading> late;
  std::uint64_t left_out = 0;  ///< Late ones that are counted alone.

  /// Error{untrusted} for a line that tells of something else than a stretch, or of one again.
  Result<void> take(const ReadingsKept& line);
  void take(const ReadingsLate& line);
};

struct HeldReadings {
  std::uint64_t readings = 0;
  std::uint64_t stretches = 0;
  /// Late ones that are in no line: nothing but their number is held against the journal.
  std::uint64_t unlisted = 0;
  /// Minutes that hold such ones: none of their readings is held against it.
  std::uint64_t unproven = 0;

  /// For people, one line.
  [[nodiscard]] std::string sentence() const;
  /// What is not held against the journal; "" = nothing.
  [[nodiscard]] std::string unproven_words() const;
};

/// Makes the tree of every stretch anew, from all readings there are. Error{untrusted} names the
/// minute that differs, what of it is missing or too much, and the step that was at work then.
/// Unpacks one chunk at a time; of a stretch a hash is held for each bit of the number of series.
Result<HeldReadings> check_readings(Store& samples, const ToldReadings& told,
                                    const RunRecord& record);

}  // namespace rackproof
