#pragma once

#include <chrono>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "certsuite/progress.h"
#include "probes/machine/clock.h"
#include "probes/machine/termination.h"

namespace rackproof {

/// The second thread of a run: waits for SIGINT and SIGTERM, and makes the progress tick. All that
/// is told to the listener goes through it, so that the listener is never called twice at once.
class Watch {
 public:
  /// Everything given outlives the watch; `signals` may be null.
  Watch(const Clock& clock, const TerminationSignals* signals, ProgressListener& listener,
        std::chrono::milliseconds beat);
  ~Watch() = default;  // the thread's destructor asks it to stop and joins
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  Watch(Watch&&) = delete;
  Watch& operator=(Watch&&) = delete;

  /// Ends the run; the first reason stays.
  void end_run(const std::string& reason);
  [[nodiscard]] std::stop_token stop() const { return run_.get_token(); }
  /// Why the run was ended; "" while it was not.
  [[nodiscard]] std::string reason() const;

  /// `say` gets the listener, alone.
  template <typename Say>
  void tell(Say&& say) {
    const std::lock_guard lock(mutex_);
    say(listener_);
  }

 private:
  void keep_watch(const std::stop_token& own);

  const Clock& clock_;
  const TerminationSignals* signals_;
  std::chrono::milliseconds beat_;
  std::chrono::nanoseconds started_;
  mutable std::mutex mutex_;
  ProgressListener& listener_;
  std::string reason_;
  std::stop_source run_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace rackproof
