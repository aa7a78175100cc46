#pragma once

#include "certsuite/criteria/judge.h"
#include "certsuite/criteria/question.h"

namespace rackproof::criteria {

/// A verdict with the question's names, unit and limits, and no outcome yet.
[[nodiscard]] Verdict blank_verdict(const Question& question, std::string device);

/// Puts the question to one device. Error only when its series cannot be read.
[[nodiscard]] Result<Verdict> evaluate(const Question& question, const Device& device,
                                       const Evidence& evidence);

}  // namespace rackproof::criteria
