#pragma once

#include <string>

#include "certsuite/progress.h"
#include "schemas/architecture.h"

namespace rackproof::testing {

/// "idle" for 2 s, "gemm" for 6 s and "compile", which is skipped for want of a compiler.
[[nodiscard]] Plan three_steps();

/// A step that took 6 s.
[[nodiscard]] Step done(const std::string& phase, StepStatus status = StepStatus::complete);

/// Plays the first of three_steps() and half of the second to a listener, the clock at 5 s.
void play(ProgressListener& listener);

/// Plays all three of three_steps() and everything else that a listener can be told: the rate of a
/// memory triad (120 bytes a second), a temperature (61 degrees), a disturbance.
void play_everything(ProgressListener& listener);

/// A reference of one criterion, "bandwidth": in phase "gemm" the triad's p05 is at least so much.
[[nodiscard]] Architecture triad_floor(double bytes_per_second);

}  // namespace rackproof::testing
