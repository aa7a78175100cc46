#include <algorithm>
#include <ostream>
#include <string>

#include "cli/progress.h"
#include "cli/progress_meter.h"
#include "probes/machine/terminal.h"
#include "schemas/encoding.h"
#include "schemas/time.h"

namespace rackproof {
namespace {

constexpr const char* kWipe = "\r\x1b[K";  // to the line's start, erase to its end (ECMA-48 EL)
constexpr std::size_t kUsualWidth = 80;

class BarProgress final : public ProgressListener {
 public:
  explicit BarProgress(std::ostream& err) : err_(err) {}

  void run_started(const Plan& plan) override { meter_.start(plan); }

  void step_started(std::size_t index, const PlannedStep& /*step*/) override {
    meter_.begin_step(index);
    draw();
  }

  void tick(std::chrono::nanoseconds elapsed) override {
    meter_.tick(elapsed);
    if (meter_.in_step()) {
      draw();
    }
  }

  void step_finished(std::size_t /*index*/, const Step& step) override {
    meter_.end_step();
    auto line = meter_.position() + " " + step.phase + ": " +
                std::string(word_of(kStepStatuses, step.status));
    if (step.status != StepStatus::skipped) {
      line += " in " + format_duration(step.finished - step.started);
    }
    if (!step.reason.empty()) {
      line += ", " + printable(step.reason);
    }
    err_ << kWipe << line << "\n" << std::flush;
    drawn_.clear();
  }

  void run_finished(const RunRecord& /*record*/) override { err_ << kWipe << std::flush; }

 private:
  /// One write, and none when nothing would change: so it does not flicker.
  void draw() {
    const auto width = terminal_width(2).value_or(kUsualWidth);
    auto line = progress_line(meter_, std::max<std::size_t>(width, 2) - 1);
    if (line != drawn_) {
      err_ << kWipe + line << std::flush;
      drawn_ = std::move(line);
    }
  }

  std::ostream& err_;
  ProgressMeter meter_;
  std::string drawn_;
};

}  // namespace

std::unique_ptr<ProgressListener> make_bar_progress(std::ostream& err) {
  return std::make_unique<BarProgress>(err);
}

}  // namespace rackproof
