#include <chrono>
#include <ostream>

#include "cli/live_view.h"
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
  JsonProgress(std::ostream& err, const Architecture* reference, std::chrono::nanoseconds beat)
      : err_(err), view_(reference), beat_(beat) {}

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
    view_.begin_step(step.phase);
    say(object("step_started")
            .add("index", index)
            .add("phase", step.phase)
            .add("workload", step.workload)
            .add("seconds", step.seconds));
  }

  void tick(std::chrono::nanoseconds elapsed) override {
    meter_.tick(elapsed);
    if (meter_.in_step() && elapsed - told_ >= beat_) {
      told_ = elapsed;
      say(object("progress")
              .add("phase", meter_.step().phase)
              .add("elapsedSeconds", seconds_of(elapsed))
              .add("remainingSeconds", seconds_of(meter_.remaining()))
              .add("fraction", meter_.fraction())
              .add("rates", rates())
              .add("hottest", hottest())
              .add("worstMargin", worst_margin()));
    }
  }

  void told(const Device& device, const Metric& metric, double value) override {
    view_.take(device, metric, value);
  }

  void disturbed(const Disturbance& disturbance) override {
    view_.take(disturbance);
    say(object("disturbance")
            .add("code", disturbance.code)
            .add("phase", disturbance.phase)
            .add("touches", word_of(kTouches, disturbance.touches))
            .add("text", disturbance.text));
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

  [[nodiscard]] JsonValue rates() const {
    JsonObject object;
    for (const auto& [name, rate] : view_.rates()) {
      object.add(name, rate.value);
    }
    return object.take();
  }
  [[nodiscard]] JsonValue hottest() const {
    const auto heat = view_.hottest();
    return heat ? JsonObject().add("device", heat->device).add("celsius", heat->celsius).take()
                : JsonValue();
  }
  [[nodiscard]] JsonValue worst_margin() const {
    const auto margin = view_.worst_margin();
    return margin ? JsonObject()
                        .add("criterion", margin->criterion)
                        .add("device", margin->device)
                        .add("margin", margin->relative)
                        .take()
                  : JsonValue();
  }

  void say(JsonObject& object) { err_ << write_json_line(object.take()) << std::flush; }

  std::ostream& err_;
  ProgressMeter meter_;
  LiveView view_;
  std::chrono::nanoseconds beat_;
  std::chrono::nanoseconds told_{0};
};

}  // namespace

std::unique_ptr<ProgressListener> make_json_progress(std::ostream& err,
                                                     const Architecture* reference,
                                                     std::chrono::nanoseconds beat) {
  return std::make_unique<JsonProgress>(err, reference, beat);
}

}  // namespace rackproof
