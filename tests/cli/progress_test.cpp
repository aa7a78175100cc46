#include "cli/progress.h"

#include <sstream>

#include <catch2/catch.hpp>

#include "cli/progress_meter.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"

using namespace rackproof;
using std::chrono::seconds;

namespace {

PlannedStep planned(std::string phase, std::string workload, double seconds) {
  PlannedStep step;
  step.phase = std::move(phase);
  step.workload = std::move(workload);
  step.seconds = seconds;
  return step;
}

Plan three_steps() {
  Plan plan;
  plan.reference_id = "host";
  plan.tier = "quick";
  plan.steps = {planned("idle", "idle", 2), planned("gemm", "gemm_exact", 6),
                planned("compile", "compile_corpus", 9)};
  plan.steps[2].skipped = "no gcc";
  return plan;
}

Step done(const std::string& phase, StepStatus status = StepStatus::complete) {
  Step step;
  step.phase = phase;
  step.status = status;
  step.finished = step.started + seconds(6);
  return step;
}

/// Plays a run to a listener, one step and a half.
void play(ProgressListener& listener) {
  const auto plan = three_steps();
  listener.run_started(plan);
  listener.step_started(0, plan.steps[0]);
  listener.tick(seconds(2));
  listener.step_finished(0, done("idle"));
  listener.step_started(1, plan.steps[1]);
  listener.tick(seconds(5));
}

}  // namespace

TEST_CASE("progress: fraction and remaining follow the planned work, skipped steps are none",
          "[progress]") {
  ProgressMeter meter;
  meter.start(three_steps());
  meter.begin_step(0);
  CHECK(meter.fraction() == 0);
  CHECK(meter.remaining() == seconds(10));
  meter.tick(seconds(2));
  meter.end_step();
  CHECK(meter.fraction() == Approx(0.25));
  meter.begin_step(1);
  meter.tick(seconds(5));
  CHECK(meter.fraction() == Approx(0.625));
  CHECK(meter.position() == "[2/3]");
  meter.tick(seconds(50));
  CHECK(meter.fraction() == Approx(1.0));
  CHECK(meter.remaining() == seconds(0));
}

TEST_CASE("progress: a plan without work is done at once", "[progress]") {
  ProgressMeter meter;
  meter.start(Plan{});
  CHECK(meter.fraction() == 1.0);
}

TEST_CASE("progress: the line keeps to the terminal's width", "[progress]") {
  ProgressMeter meter;
  meter.start(three_steps());
  meter.begin_step(1);
  meter.tick(seconds(3));

  CHECK(progress_line(meter, 79).size() <= 79);
  CHECK(progress_line(meter, 79).find("[###") != std::string::npos);
  CHECK(progress_line(meter, 79).find("0:03 gone") != std::string::npos);
  CHECK(progress_line(meter, 50).find('#') == std::string::npos);
  CHECK(progress_line(meter, 20).size() == 20);
}

TEST_CASE("progress: clocks read like clocks", "[progress]") {
  CHECK(format_clock(seconds(7)) == "0:07");
  CHECK(format_clock(seconds(754)) == "12:34");
  CHECK(format_clock(seconds(3723)) == "1:02:03");
}

TEST_CASE("progress: plain lines say what starts and how it ended", "[progress]") {
  std::ostringstream err;
  const auto listener = make_plain_progress(err);
  play(*listener);
  auto skipped = done("compile", StepStatus::skipped);
  skipped.reason = "no gcc";
  listener->step_finished(2, skipped);

  const auto text = err.str();
  CHECK(text.find("[1/3] idle: idle, 0:10 to go\n") != std::string::npos);
  CHECK(text.find("[1/3] idle: COMPLETE in 6.0 s\n") != std::string::npos);
  CHECK(text.find("compile: SKIP, no gcc\n") != std::string::npos);
  CHECK(text.find('\r') == std::string::npos);
}

TEST_CASE("progress: JSON lines are strict JSON, one event each", "[progress]") {
  std::ostringstream err;
  const auto listener = make_json_progress(err);
  play(*listener);
  listener->run_finished(RunRecord{});

  const auto text = err.str();
  std::vector<std::string> events;
  for (const auto line : lines(text)) {
    const auto read = parse_strict_json(line);
    REQUIRE(read);
    events.push_back(*read->find("event")->if_string());
  }
  CHECK(events == std::vector<std::string>{"run_started", "step_started", "progress",
                                           "step_finished", "step_started", "progress",
                                           "run_finished"});
}

TEST_CASE("progress: the bar redraws only what changed, and its end leaves a clean line",
          "[progress]") {
  std::ostringstream err;
  const auto listener = make_bar_progress(err);
  play(*listener);
  const auto once = err.str().size();
  listener->tick(seconds(5));
  CHECK(err.str().size() == once);
  listener->run_finished(RunRecord{});
  CHECK(err.str().ends_with("\r\x1b[K"));
}

TEST_CASE("progress: none says nothing", "[progress]") {
  std::ostringstream err;
  const auto listener = make_progress(ProgressStyle::none, err);
  play(*listener);
  CHECK(err.str().empty());
}
