#pragma once

#include <string>

#include "certsuite/progress.h"

namespace rackproof::testing {

/// "idle" for 2 s, "gemm" for 6 s and "compile", which is skipped for want of a compiler.
[[nodiscard]] Plan three_steps();

/// A step that took 6 s.
[[nodiscard]] Step done(const std::string& phase, StepStatus status = StepStatus::complete);

/// Plays the first of three_steps() and half of the second to a listener, the clock at 5 s.
void play(ProgressListener& listener);

}  // namespace rackproof::testing
