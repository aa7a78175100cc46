#include "certsuite/workloads/pace.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace rackproof {

namespace {

double seconds_of(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

Pace::Pace(const Effort& effort, const Clock& clock)
    : effort_(effort), clock_(clock), started_(clock.monotonic()) {}

double Pace::elapsed_seconds() const {
  return seconds_of(clock_.monotonic() - started_);
}

double Pace::left_seconds() const {
  if (effort_.stop.stop_requested()) {
    return 0;
  }
  return std::max(0.0, planned_seconds() - elapsed_seconds());
}

double Pace::planned_seconds() const {
  return seconds_of(effort_.duration);
}

double Pace::window_seconds() const {
  constexpr double kLongPhase = 30;
  return planned_seconds() >= kLongPhase ? 1.0 : std::clamp(planned_seconds() / 25, 0.1, 0.25);
}

double Pace::warm_up_seconds() const {
  return std::min(2.0, planned_seconds() / 20);
}

void Pace::rest(double seconds) const {
  rackproof::rest(
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds)),
      effort_.stop);
}

Windows::Windows(const Pace& pace, WorkloadListener& listener, const Metric* rate,
                 const Metric* mismatches)
    : pace_(pace), listener_(listener), rate_(rate), mismatches_(mismatches) {}

std::size_t Windows::add_device(std::string id) {
  gathered_.push_back(Gathered{.device = std::move(id)});
  return gathered_.size() - 1;
}

void Windows::warm_up_over() {
  for (auto& each : gathered_) {
    each = Gathered{.device = std::move(each.device)};
  }
  started_ = pace_.elapsed_seconds();
  listener_.warm_up_over();
}

void Windows::add(std::size_t device, double work, double seconds, std::int64_t wrong) {
  auto& each = gathered_[device];
  each.work += work;
  each.seconds += seconds;
  each.wrong += wrong;
}

bool Windows::lap_over() {
  if (pace_.elapsed_seconds() - started_ < pace_.window_seconds()) {
    return false;
  }
  end_windows();
  return true;
}

bool Windows::finish() {
  const bool long_enough = pace_.elapsed_seconds() - started_ >= pace_.window_seconds() / 2;
  const bool seen_wrong = std::any_of(gathered_.begin(), gathered_.end(),
                                      [](const Gathered& each) { return each.wrong > 0; });
  if (long_enough || seen_wrong) {
    end_windows();
    return true;
  }
  return false;
}

void Windows::end_windows() {
  const auto now = pace_.now();
  for (auto& each : gathered_) {
    const auto tell = [&](const Metric& metric, double value) {
      listener_.window({each.device, std::string(metric.name), now, each.seconds, value});
    };
    if (each.seconds > 0) {
      tell(*rate_, each.work / each.seconds);
    }
    if (each.seconds > 0 && mismatches_ != nullptr) {
      tell(*mismatches_, static_cast<double>(each.wrong));
    }
    each = Gathered{.device = std::move(each.device)};
  }
  started_ = pace_.elapsed_seconds();
}

}  // namespace rackproof
