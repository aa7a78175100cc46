#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "certsuite/plan.h"

namespace rackproof {

/// How far a run is, from what the runner tells. Pure: time comes in with tick().
class ProgressMeter {
 public:
  void start(const Plan& plan);
  void begin_step(std::size_t index);
  void end_step();
  void tick(std::chrono::nanoseconds elapsed) { elapsed_ = elapsed; }

  [[nodiscard]] std::chrono::nanoseconds elapsed() const { return elapsed_; }
  /// Planned work that is still to come, with the reading around it; never negative.
  [[nodiscard]] std::chrono::nanoseconds remaining() const;
  /// 0 to 1, of the planned work.
  [[nodiscard]] double fraction() const;
  /// "[3/7]" for the third step of seven.
  [[nodiscard]] std::string position() const;
  [[nodiscard]] const PlannedStep& step() const { return plan_.steps.at(index_); }
  [[nodiscard]] bool in_step() const { return in_step_; }

 private:
  [[nodiscard]] double seconds_done() const;

  Plan plan_;
  std::size_t index_ = 0;
  bool in_step_ = false;
  double finished_seconds_ = 0;
  std::chrono::nanoseconds elapsed_{0};
  std::chrono::nanoseconds step_began_{0};
};

/// The one line that a terminal shows, at most `width` columns wide:
/// "[3/7] mem_pattern  [#########----------]  48 %  0:24 gone, 0:26 to go".
[[nodiscard]] std::string progress_line(const ProgressMeter& meter, std::size_t width);

/// "0:07", "12:34", "1:02:03".
[[nodiscard]] std::string format_clock(std::chrono::nanoseconds duration);

}  // namespace rackproof
