#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "certsuite/criteria/not_covered.h"
#include "certsuite/plan.h"
#include "schemas/verdict.h"

namespace rackproof {

/// What a run of a plan will be able to say of this machine, told before anything is touched.
struct Coverage {
  /// What each step of the plan does and can find, in the plan's order; an idle one included.
  std::vector<std::string> purposes;
  std::size_t verdicts = 0;         ///< How many verdicts there will be.
  std::vector<Verdict> not_judged;  ///< Those of them that nothing can answer, and why.
  std::vector<criteria::Uncovered> uncovered;
  std::vector<std::string> not_covered;  ///< What the report will list, in its words.
  std::vector<std::string> cannot_pass;  ///< Why this run cannot be PASS, as far as is known now.
};

/// Pure: the judgement itself is put to a run that did everything planned and read nothing, so that
/// the plan says the same as the report. What only the run can show, a sensor that does not answer,
/// is not in it. Error only when the reference cannot be judged at all.
Result<Coverage> coverage_of(const Architecture& reference, const Inventory& inventory,
                             const Plan& plan, const WorkloadMaker& workloads);

}  // namespace rackproof
