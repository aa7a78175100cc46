#include "certsuite/runner_watch.h"

namespace rackproof {

Watch::Watch(const Clock& clock, const TerminationSignals* signals, ProgressListener& listener,
             std::chrono::milliseconds beat)
    : clock_(clock),
      signals_(signals),
      beat_(beat),
      started_(clock.monotonic()),
      listener_(listener),
      thread_([this](const std::stop_token& own) { keep_watch(own); }) {}

void Watch::end_run(const std::string& reason) {
  {
    const std::lock_guard lock(mutex_);
    if (reason_.empty()) {
      reason_ = reason;
    }
  }
  run_.request_stop();
}

std::string Watch::reason() const {
  const std::lock_guard lock(mutex_);
  return reason_;
}

void Watch::keep_watch(const std::stop_token& own) {
  while (!own.stop_requested()) {
    if (signals_ == nullptr) {
      rest(beat_, own);
    } else if (const auto signal = signals_->wait(beat_)) {
      end_run("ended by " + *signal);
    }
    tell([&](ProgressListener& listener) { listener.tick(clock_.monotonic() - started_); });
  }
}

}  // namespace rackproof
