#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/evidence.h"
#include "reports/reproduce.h"
#include "schemas/run_record.h"
#include "schemas/time.h"
#include "schemas/verdict.h"

/// What a report says beside its verdicts. None of it is the judge's own to say: site, reference,
/// validity and what was left out follow from the run record, the reference and the judgement.
namespace rackproof {

/// Until when the issuer's reports over this run are valid; nothing where the site gives no span.
/// Counted from the end of the run: to judge it again makes no machine younger. Where no time is
/// that late, the end of the run itself, which check_mandatory() refuses.
[[nodiscard]] std::optional<UtcTime> end_of_validity(const RunRecord& record);

/// Sentences on claims of `loaded`'s report that its run record, its reference and `found`, which
/// is what the evidence gives, do not bear out. Whoever judges may make a validity shorter, never
/// longer.
[[nodiscard]] std::vector<std::string> unfounded_claims(const Loaded& loaded,
                                                        const Judgement& found, Wording wording);

}  // namespace rackproof
