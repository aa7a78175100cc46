#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "cli/live_view.h"
#include "cli/progress.h"
#include "cli/progress_meter.h"
#include "probes/machine/terminal.h"
#include "schemas/encoding.h"
#include "schemas/time.h"

namespace rackproof {
namespace {

constexpr const char* kWipe = "\r\x1b[K";   // to the line's start, erase to its end (ECMA-48 EL)
constexpr const char* kLineUp = "\x1b[1A";  // cursor up one line (ECMA-48 CUU)
constexpr std::size_t kUsualWidth = 80;
constexpr std::size_t kNarrow = 40;  ///< Below: the bar alone.

class BarProgress final : public ProgressListener {
 public:
  BarProgress(std::ostream& err, const Architecture* reference) : err_(err), view_(reference) {}

  void run_started(const Plan& plan) override { meter_.start(plan); }

  void step_started(std::size_t index, const PlannedStep& step) override {
    meter_.begin_step(index);
    view_.begin_step(step.phase);
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
    err_ << wipe() << line << "\n" << std::flush;
    drawn_.clear();
  }

  void told(const Device& device, const Metric& metric, double value) override {
    view_.take(device, metric, value);
  }
  void disturbed(const Disturbance& disturbance) override { view_.take(disturbance); }

  void run_finished(const RunRecord& /*record*/) override { err_ << wipe() << std::flush; }

 private:
  /// Takes the block away that is on the screen; the cursor stands in its last line.
  [[nodiscard]] std::string wipe() const {
    std::string wipes = kWipe;
    for (std::size_t i = 1; i < drawn_.size(); ++i) {
      wipes += std::string(kLineUp) + kWipe;
    }
    return wipes;
  }

  /// One write, and none when nothing would change: so it does not flicker.
  void draw() {
    const auto width = std::max<std::size_t>(terminal_width(2).value_or(kUsualWidth), 2) - 1;
    std::vector<std::string> block{progress_line(meter_, width)};
    if (width >= kNarrow) {
      const auto below = view_.lines(width);
      block.insert(block.end(), below.begin(), below.end());
    }
    if (block == drawn_) {
      return;
    }
    auto text = wipe();
    for (std::size_t i = 0; i < block.size(); ++i) {
      text += (i > 0 ? "\n" : "") + block[i];
    }
    err_ << text << std::flush;
    drawn_ = std::move(block);
  }

  std::ostream& err_;
  ProgressMeter meter_;
  LiveView view_;
  std::vector<std::string> drawn_;  ///< The block on the screen.
};

}  // namespace

std::unique_ptr<ProgressListener> make_bar_progress(std::ostream& err,
                                                    const Architecture* reference) {
  return std::make_unique<BarProgress>(err, reference);
}

}  // namespace rackproof
