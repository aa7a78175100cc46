#include "cli/progress.h"

#include "probes/machine/terminal.h"

namespace rackproof {
namespace {

class BothProgress final : public ProgressListener {
 public:
  BothProgress(ProgressListener& one, ProgressListener& two) : one_(one), two_(two) {}

  void run_started(const Plan& plan) override {
    one_.run_started(plan);
    two_.run_started(plan);
  }
  void step_started(std::size_t index, const PlannedStep& step) override {
    one_.step_started(index, step);
    two_.step_started(index, step);
  }
  void tick(std::chrono::nanoseconds elapsed) override {
    one_.tick(elapsed);
    two_.tick(elapsed);
  }
  void told(const Device& device, const Metric& metric, double value) override {
    one_.told(device, metric, value);
    two_.told(device, metric, value);
  }
  void disturbed(const Disturbance& disturbance) override {
    one_.disturbed(disturbance);
    two_.disturbed(disturbance);
  }
  void step_finished(std::size_t index, const Step& step) override {
    one_.step_finished(index, step);
    two_.step_finished(index, step);
  }
  void run_finished(const RunRecord& record) override {
    one_.run_finished(record);
    two_.run_finished(record);
  }

 private:
  ProgressListener& one_;
  ProgressListener& two_;
};

}  // namespace

std::unique_ptr<ProgressListener> make_both_progress(ProgressListener& one, ProgressListener& two) {
  return std::make_unique<BothProgress>(one, two);
}

std::unique_ptr<ProgressListener> make_progress(ProgressStyle style, std::ostream& err,
                                                const Architecture* reference) {
  switch (style) {
    case ProgressStyle::plain:
      return make_plain_progress(err);
    case ProgressStyle::json:
      return make_json_progress(err, reference);
    case ProgressStyle::none:
      return make_no_progress();
    case ProgressStyle::automatic:
      break;
  }
  constexpr int kStandardError = 2;
  return terminal_width(kStandardError) ? make_bar_progress(err, reference)
                                        : make_plain_progress(err);
}

}  // namespace rackproof
