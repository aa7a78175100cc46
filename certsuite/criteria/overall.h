#pragma once

#include <string>
#include <vector>

#include "certsuite/criteria/judge.h"

namespace rackproof::criteria {

/// Sets `judgement.overall` and `because` from its verdicts and from the run as a whole: the worst
/// required verdict, INVALID > FAIL > INCONCLUSIVE > PASS; never PASS for a run that did not
/// complete, for a class that must be judged and was not, or beside a wrong answer that no
/// criterion looked at; INCONCLUSIVE at best for a machine that the reference is not for.
void conclude(const Evidence& evidence, Judgement& judgement);

}  // namespace rackproof::criteria
