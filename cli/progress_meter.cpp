#include "cli/progress_meter.h"

#include <algorithm>
#include <cmath>

namespace rackproof {
namespace {

constexpr std::size_t kShortestBar = 10;
constexpr std::size_t kLongestBar = 40;
constexpr std::size_t kPhaseColumns = 16;

double seconds_of(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

/// Settling and working; nothing for a step that is not done.
double length_of(const PlannedStep& step) {
  return step.skipped.empty() ? step.settle_seconds + step.seconds : 0;
}

std::string two_digits(std::int64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string bar_of(double fraction, std::size_t columns) {
  const auto full = static_cast<std::size_t>(std::floor(fraction * static_cast<double>(columns)));
  return "[" + std::string(full, '#') + std::string(columns - full, '-') + "]";
}

}  // namespace

void ProgressMeter::start(const Plan& plan) {
  *this = ProgressMeter();
  plan_ = plan;
}

void ProgressMeter::begin_step(std::size_t index) {
  index_ = index;
  in_step_ = true;
  step_began_ = elapsed_;
}

void ProgressMeter::end_step() {
  in_step_ = false;
  finished_seconds_ += length_of(step());
}

double ProgressMeter::seconds_done() const {
  if (!in_step_ || !step().skipped.empty()) {
    return finished_seconds_;
  }
  return finished_seconds_ + std::clamp(seconds_of(elapsed_ - step_began_), 0.0, length_of(step()));
}

double ProgressMeter::fraction() const {
  double total = 0;
  for (const auto& step : plan_.steps) {
    total += length_of(step);
  }
  return total > 0 ? std::clamp(seconds_done() / total, 0.0, 1.0) : 1.0;
}

std::chrono::nanoseconds ProgressMeter::remaining() const {
  const double left = estimated_seconds(plan_) * (1 - fraction());
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(left));
}

std::string ProgressMeter::position() const {
  return "[" + std::to_string(index_ + 1) + "/" + std::to_string(plan_.steps.size()) + "]";
}

std::string format_clock(std::chrono::nanoseconds duration) {
  const auto total = std::chrono::round<std::chrono::seconds>(duration).count();
  const auto hours = total / 3600;
  const auto minutes = total / 60 % 60;
  const auto end = ":" + two_digits(total % 60);
  return hours > 0 ? std::to_string(hours) + ":" + two_digits(minutes) + end
                   : std::to_string(minutes) + end;
}

std::string progress_line(const ProgressMeter& meter, std::size_t width) {
  auto phase = meter.step().phase;
  phase.resize(std::max(phase.size(), kPhaseColumns), ' ');
  auto percent = std::to_string(static_cast<int>(meter.fraction() * 100));
  percent.insert(0, 3 - std::min<std::size_t>(3, percent.size()), ' ');
  const auto head = meter.position() + " " + phase + " ";
  const auto tail = " " + percent + " %  " + format_clock(meter.elapsed()) + " gone, " +
                    format_clock(meter.remaining()) + " to go";
  const auto used = head.size() + tail.size() + 2;
  auto line = used + kShortestBar <= width
                  ? head + bar_of(meter.fraction(), std::min(kLongestBar, width - used)) + tail
                  : head + tail;
  line.resize(std::min(line.size(), width));
  return line;
}

}  // namespace rackproof
