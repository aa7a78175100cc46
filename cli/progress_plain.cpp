#include <ostream>

#include "cli/progress.h"
#include "cli/progress_meter.h"
#include "schemas/encoding.h"
#include "schemas/time.h"

namespace rackproof {
namespace {

class PlainProgress final : public ProgressListener {
 public:
  explicit PlainProgress(std::ostream& err) : err_(err) {}

  void run_started(const Plan& plan) override { meter_.start(plan); }

  void step_started(std::size_t index, const PlannedStep& step) override {
    meter_.begin_step(index);
    if (step.skipped.empty()) {
      err_ << meter_.position() << " " << step.phase << ": " << step.workload << ", "
           << format_clock(meter_.remaining()) << " to go" << std::endl;
    }
  }

  void tick(std::chrono::nanoseconds elapsed) override { meter_.tick(elapsed); }

  void step_finished(std::size_t /*index*/, const Step& step) override {
    meter_.end_step();
    err_ << meter_.position() << " " << step.phase << ": " << word_of(kStepStatuses, step.status);
    if (step.status != StepStatus::skipped) {
      err_ << " in " << format_duration(step.finished - step.started);
    }
    err_ << (step.reason.empty() ? "" : ", ") << printable(step.reason) << std::endl;
  }

  void run_finished(const RunRecord& /*record*/) override {}

 private:
  std::ostream& err_;
  ProgressMeter meter_;
};

class NoProgress final : public ProgressListener {
 public:
  void run_started(const Plan& /*plan*/) override {}
  void step_started(std::size_t /*index*/, const PlannedStep& /*step*/) override {}
  void tick(std::chrono::nanoseconds /*elapsed*/) override {}
  void step_finished(std::size_t /*index*/, const Step& /*step*/) override {}
  void run_finished(const RunRecord& /*record*/) override {}
};

}  // namespace

std::unique_ptr<ProgressListener> make_plain_progress(std::ostream& err) {
  return std::make_unique<PlainProgress>(err);
}

std::unique_ptr<ProgressListener> make_no_progress() {
  return std::make_unique<NoProgress>();
}

}  // namespace rackproof
