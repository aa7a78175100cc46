#include "probes/machine/clock_sync.h"

#include <cmath>

#include <catch2/catch.hpp>
#include <sys/timex.h>

#include "probes/machine/clock.h"

using namespace rackproof;

namespace {

/// A kernel that somebody keeps in time: 250 us behind, at most 12 ms wrong.
timex kept_in_time() {
  timex kernel{};
  kernel.status = STA_PLL;
  kernel.offset = 250;
  kernel.maxerror = 12'000;
  kernel.esterror = 500;
  return kernel;
}

}  // namespace

TEST_CASE("clock sync: offset and errors are told in milliseconds", "[machine]") {
  const auto sync = clock_sync_of(kept_in_time());
  CHECK(sync == ClockSync{SyncState::synchronised, "", 0.25, 12, 0.5});
}

TEST_CASE("clock sync: an offset of nanoseconds is one where the kernel says so", "[machine]") {
  auto kernel = kept_in_time();
  kernel.status |= STA_NANO;
  kernel.offset = -125'000;
  const auto sync = clock_sync_of(kernel);
  CHECK(sync.offset_ms == -0.125);
  CHECK(sync.maximum_error_ms == 12);
}

TEST_CASE("clock sync: the kernel's flag and an error past counting both mean not synchronised",
          "[machine]") {
  auto flagged = kept_in_time();
  flagged.status |= STA_UNSYNC;
  CHECK(clock_sync_of(flagged).state == SyncState::not_synchronised);
  CHECK(clock_sync_of(flagged).maximum_error_ms == 12);
  auto lost = kept_in_time();
  lost.maxerror = 16'000'000;
  CHECK(clock_sync_of(lost).state == SyncState::not_synchronised);
  lost.maxerror = 15'999'999;
  CHECK(clock_sync_of(lost).state == SyncState::synchronised);
}

TEST_CASE("clock sync: this machine's kernel answers, or says why not", "[machine]") {
  const auto sync = SystemClock().synchronisation();
  CHECK((sync.state == SyncState::not_told) != sync.why.empty());
  CHECK(std::isfinite(sync.offset_ms));
  CHECK(sync.maximum_error_ms >= 0);
  CHECK(sync.maximum_error_ms <= kNoKnownErrorMs);
}
