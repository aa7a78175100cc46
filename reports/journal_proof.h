#pragma once

#include <string>
#include <string_view>

#include "schemas/journal_proof.h"
#include "schemas/result.h"
#include "schemas/run_record.h"
#include "schemas/series_source.h"
#include "schemas/telemetry_source.h"
#include "schemas/time.h"

/// One step or one reading, handed out with what shows that the run's journal holds it.
namespace rackproof {

/// The last attempt at `phase` that the journal `text` tells. Error{absent} where it tells none.
Result<JournalProof> prove_step(std::string_view text, const std::string& run_id,
                                const std::string& phase);

/// The last reading of `key` at or before `at`, within the same stretch (schemas/reading_leaf.h).
/// Error{absent} where there is none, or no line tells of its stretch; Error{untrusted} where what
/// was read in that stretch is not what the journal says of it.
Result<JournalProof> prove_reading(std::string_view text, const std::string& run_id,
                                   TelemetrySource& samples, const SeriesKey& key, UtcTime at);

/// What `proof` shows, one sentence, if the journal that `record` names holds it; believe the
/// record first. Error{untrusted} says what is wrong.
Result<std::string> check_proof(const JournalProof& proof, const RunRecord& record);

}  // namespace rackproof
