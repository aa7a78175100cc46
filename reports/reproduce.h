#pragma once

#include <string>
#include <vector>

#include "schemas/verdict.h"

namespace rackproof {

/// Where two judgements of the same evidence differ, one sentence each; empty = the same to the
/// last bit (0.0 and -0.0 differ). `stated` is the report's, `found` is what the evidence gives.
[[nodiscard]] std::vector<std::string> differences(const Judgement& stated, const Judgement& found);

}  // namespace rackproof
