#pragma once

#include <vector>

#include "schemas/verdict.h"

namespace rackproof::criteria {

/// The one verdict of a criterion that asks for any device of its kind, made of the verdicts of
/// each, in their order; not empty. PASS where one passes, and that one is shown. Otherwise INVALID
/// where one is, FAIL where all that were judged fail, INCONCLUSIVE where one of them could not be
/// answered, NOT JUDGED where none was judged. The reason names the others.
[[nodiscard]] Verdict any_device(const std::vector<Verdict>& verdicts);

}  // namespace rackproof::criteria
