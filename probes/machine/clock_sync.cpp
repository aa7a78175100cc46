#include "probes/machine/clock_sync.h"

#include <cerrno>

#include <sys/timex.h>

#include "probes/machine/os_error.h"

namespace rackproof {
namespace {

constexpr double kNanosecondsPerMs = 1e6;
constexpr double kMicrosecondsPerMs = 1e3;

}  // namespace

ClockSync clock_sync_of(const timex& kernel) {
  // Errors are in microseconds, the offset in what STA_NANO says (adjtimex(2)).
  const bool nano = (kernel.status & STA_NANO) != 0;
  ClockSync sync;
  sync.offset_ms =
      static_cast<double>(kernel.offset) / (nano ? kNanosecondsPerMs : kMicrosecondsPerMs);
  sync.maximum_error_ms = static_cast<double>(kernel.maxerror) / kMicrosecondsPerMs;
  sync.estimated_error_ms = static_cast<double>(kernel.esterror) / kMicrosecondsPerMs;
  const bool known = sync.maximum_error_ms < kNoKnownErrorMs;
  sync.state = known && (kernel.status & STA_UNSYNC) == 0 ? SyncState::synchronised
                                                          : SyncState::not_synchronised;
  return sync;
}

ClockSync kernel_clock_sync() {
  timex kernel{};
  if (adjtimex(&kernel) < 0) {
    return {.why = os_error("adjtimex", errno).message};
  }
  return clock_sync_of(kernel);
}

}  // namespace rackproof
