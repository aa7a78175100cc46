#pragma once

#include <string>
#include <vector>

#include "schemas/verdict.h"

namespace rackproof {

/// Whether sentences are compared too. Another release may say the same thing in other words, and
/// a bundle of today must verify with it; numbers, outcomes and order hold for ever.
enum class Wording { must_match, may_differ };

/// Where two judgements of the same evidence differ, one sentence each with what either says of
/// every particular that differs; empty = the same to the last bit (0.0 and -0.0 differ). `stated`
/// is the report's, `found` is what the evidence gives.
[[nodiscard]] std::vector<std::string> differences(const Judgement& stated, const Judgement& found,
                                                   Wording wording = Wording::must_match);

}  // namespace rackproof
