#include "probes/machine/clock.h"

#include <condition_variable>
#include <ctime>
#include <mutex>

#include "probes/machine/clock_sync.h"

namespace rackproof {

ClockSync Clock::synchronisation() const {
  return {.why = "this clock is not the kernel's"};
}

ClockSync SystemClock::synchronisation() const {
  return kernel_clock_sync();
}

UtcTime SystemClock::now() const {
  return std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
}

std::chrono::nanoseconds SystemClock::monotonic() const {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

void rest(std::chrono::nanoseconds duration, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, duration, [] { return false; });
}

}  // namespace rackproof
