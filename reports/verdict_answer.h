#pragma once

#include "reports/answers.h"

namespace rackproof {

/// Does the evidence give the report's verdicts, is the overall one PASS, and does the trust file
/// accept such a report? Judges `loaded` again from its samples; leaves in `verification` whether
/// the verdicts came out the same (`reproduced`) and whether the demands are met (`demands_met`).
/// What cannot be judged is an answer that is not ok, never an error.
[[nodiscard]] Answer verdict_answer(Loaded& loaded, const Proofs& proofs,
                                    const VerifyOptions& options, Verification& verification);

}  // namespace rackproof
