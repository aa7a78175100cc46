#pragma once

#include "schemas/clock_sync.h"

struct timex;

namespace rackproof {

/// What adjtimex(2) filled in, in our words: synchronised is a clock that the kernel does not call
/// unsynchronised (STA_UNSYNC) and whose error it still knows.
[[nodiscard]] ClockSync clock_sync_of(const timex& kernel);

/// Asks the kernel of this machine; changes nothing (modes = 0). Not told, with the reason, where
/// it does not answer.
[[nodiscard]] ClockSync kernel_clock_sync();

}  // namespace rackproof
