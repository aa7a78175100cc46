#pragma once

#include <cstddef>
#include <string>

#include "certsuite/criteria/question.h"
#include "certsuite/criteria/readings.h"
#include "certsuite/criteria/uncertainty.h"

/// The sentences of verdicts that looked at readings, without their full stop.
namespace rackproof::criteria {

/// How many readings with a value the criterion needs at least.
[[nodiscard]] std::size_t fewest(const Criterion& criterion);

/// "9 samples of temperature_celsius with a value, 10 asked; missing for: denied ...".
[[nodiscard]] std::string too_few(const Question& question, const Readings& readings);

/// What was observed, what was asked, what the decision rule made of it, and what was not seen.
/// `verdict` has its observed value.
[[nodiscard]] std::string sentence(const Question& question, const Verdict& verdict,
                                   const Uncertainty& uncertainty);

}  // namespace rackproof::criteria
