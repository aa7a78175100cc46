#include <chrono>
#include <ostream>

#include "cli/progress.h"
#include "cli/progress_meter.h"
#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"

namespace rackproof {
namespace {

double seconds_of(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

class JsonProgress final : public ProgressListener {
 public:
  explicit JsonProgress(std::ostream& err) : err_(err) {}

  void run_started(const Plan& plan) override {
    meter_.start(plan);
    say(object("run_started")
            .add("reference", plan.reference_id)
            .add("tier", plan.tier)
            .add("steps", plan.steps.size())
            .add("estimatedSeconds", estimated_seconds(plan)));
  }

  void step_started(std::size_t index, const PlannedStep& step) override {
    meter_.begin_step(index);
    say(object("step_started")
            .add("index", index)
            .add("phase", step.phase)
            .add("workload", step.workload)
            .add("seconds", step.seconds));
  }

  void tick(std::chrono::nanoseconds elapsed) override {
    meter_.tick(elapsed);
    if (meter_.in_step() && elapsed - told_ >= std::chrono::seconds(1)) {
      told_ = elapsed;
      say(object("progress")
              .add("phase", meter_.step().phase)
              .add("elapsedSeconds", seconds_of(elapsed))
              .add("remainingSeconds", seconds_of(meter_.remaining()))
              .add("fraction", meter_.fraction()));
    }
  }

  void step_finished(std::size_t index, const Step& step) override {
    meter_.end_step();
    say(object("step_finished")
            .add("index", index)
            .add("phase", step.phase)
            .add("status", word_of(kStepStatuses, step.status))
            .add("reason", step.reason)
            .add("seconds", seconds_of(step.finished - step.started)));
  }

  void run_finished(const RunRecord& record) override {
    say(object("run_finished")
            .add("status", word_of(kRunStatuses, record.status))
            .add("reason", record.status_reason));
  }

 private:
  static JsonObject object(std::string_view event) {
    JsonObject object;
    object.add("event", event);
    return object;
  }

  void say(JsonObject& object) { err_ << write_json_line(object.take()) << std::flush; }

  std::ostream& err_;
  ProgressMeter meter_;
  std::chrono::nanoseconds told_{0};
};

}  // namespace

std::unique_ptr<ProgressListener> make_json_progress(std::ostream& err) {
  return std::make_unique<JsonProgress>(err);
}

}  // namespace rackproof
