#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rackproof {

/// What is wrong with an output of OCP Test & Validation 2.0 (JSON lines) that its JSON Schemas do
/// not see, one sentence each with the number of its line; empty = nothing. What the schemas see is
/// theirs to say. Looked at: strict JSON; the version first; sequence numbers without a gap; real
/// dates; one start and one end of the run, of each step and of each series, nothing outside them;
/// ids that are told once and before they are used; counts and indices of series; the pairs of
/// status and result that the specification allows; and that nothing passes that failed: no PASS of
/// the run over a failing diagnosis or a value outside its validators, no failing run without
/// either, no passing diagnosis of a part whose value in the same step is outside its validators.
/// At most 100 sentences.
[[nodiscard]] std::vector<std::string> ocptv_findings(std::string_view output);

}  // namespace rackproof
