#include "certsuite/runner.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "certsuite/workloads/child_protocol.h"
#include "probes/collector.h"
#include "probes/machine/child.h"
#include "probes/machine/output_file.h"
#include "schemas/catalogue.h"
#include "schemas/json/event_json.h"
#include "schemas/store/store.h"
#include "schemas/text.h"
#include "tests/support/plan_parts.h"
#include "tests/support/run_parts.h"

using namespace rackproof;
using namespace rackproof::testing;
using std::chrono::milliseconds;

namespace fs = std::filesystem;

namespace {

/// The system's clock, its wall moved by two seconds from a moment on.
class SteppingClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override {
    const bool moved = monotonic() - start_ > milliseconds(400);
    return real_.now() + (moved ? std::chrono::seconds(2) : std::chrono::seconds(0));
  }
  [[nodiscard]] std::chrono::nanoseconds monotonic() const override { return real_.monotonic(); }

 private:
  SystemClock real_;
  std::chrono::nanoseconds start_ = real_.monotonic();
};

/// Reads the one processor's clock as 0.8 GHz.
class SlowProcessorProbe final : public Probe {
 public:
  explicit SlowProcessorProbe(const Host& host) : host_(host) {}
  [[nodiscard]] std::string_view name() const override { return "slow"; }
  [[nodiscard]] milliseconds period() const override { return milliseconds(20); }
  Result<Discovery> discover() override {
    Discovery found;
    found.devices.resize(2);
    found.devices[0].id = "node";
    found.devices[1].id = "node/cpu:0";
    found.devices[1].kind = DeviceKind::cpu;
    found.devices[1].parent = "node";
    return found;
  }
  Result<ProbeReading> read() override {
    static constexpr auto kFrequency = metrics::named("cpu_frequency_hertz");
    return ProbeReading{{Sample{1, kFrequency, host_.clock.now(), 0.8e9}}, {}};
  }

 private:
  const Host& host_;
};

const Step& only_step(const RunRecord& record) {
  REQUIRE(record.steps.size() == 1);
  return record.steps[0];
}

Series series_of(const RunRig& rig, const SeriesKey& key) {
  auto store = Store::open_immutable(rig.output + "/samples.db");
  REQUIRE(store);
  auto series = (*store)->read(key, {UtcTime::min(), UtcTime::max()});
  REQUIRE(series);
  return *series;
}

Events events_of(const RunRig& rig) {
  const auto bytes = read_file(rig.output + "/events.jsonl", std::size_t{1} << 20);
  REQUIRE(bytes);
  const auto events = decode_events(*bytes);
  REQUIRE(events);
  return *events;
}

}  // namespace

TEST_CASE("runner: a good workload is a complete step with counters before and after", "[runner]") {
  RunRig rig({quick_phase("work", "child_correct", 0.2)});

  const auto record = rig.run();

  const auto& step = only_step(record);
  INFO(step.reason);
  CHECK(step.status == StepStatus::complete);
  CHECK(step.self_check == SelfCheck::correct);
  CHECK(step.canary.caught);
  CHECK(step.command.starts_with("rackproof workload child_correct --seed "));
  CHECK(record.status == RunStatus::complete);
  CHECK(record.disturbances.empty());
  const auto series = series_of(rig, {"node", "cpu_online_count"});
  const auto inside = std::ranges::count_if(series, [&](const Point& point) {
    return point.taken_at >= step.started && point.taken_at <= step.finished;
  });
  CHECK(inside >= 2);
  CHECK(record.started <= step.started);
  CHECK(step.finished <= record.finished);
}

TEST_CASE("runner: only evidence is left behind", "[runner]") {
  RunRig rig({quick_phase("work", "child_correct", 0.05)});
  rig.run();

  std::vector<std::string> left;
  for (const auto& entry : fs::directory_iterator(rig.output)) {
    left.push_back(entry.path().filename().string());
  }
  std::ranges::sort(left);
  CHECK(left == std::vector<std::string>{"events.jsonl", "journal.checkpoints", "journal.jsonl",
                                         "logs", "samples.db"});
}

TEST_CASE("runner: the listener hears each step once, and the clock ticks", "[runner]") {
  RunRig rig({quick_phase("rest", "idle", 0.1), quick_phase("work", "child_correct", 0.05)});
  rig.plan.steps[1].skipped = "not today";
  const auto record = rig.run();

  CHECK(rig.progress.said == std::vector<std::string>{"run", "start rest", "end rest", "start work",
                                                      "end work", "over"});
  CHECK(rig.progress.ticks > 0);
  CHECK(record.steps[0].status == StepStatus::complete);
  CHECK(record.steps[1].status == StepStatus::skipped);
  CHECK(record.steps[1].reason == "not today");
  CHECK(record.deviations == std::vector<std::string>{"phase work skipped: not today"});
}

TEST_CASE("runner: a workload that answers wrongly is a complete step with a wrong answer",
          "[runner]") {
  RunRig rig({quick_phase("work", "selftest_wrong_answer", 0.1)});
  const auto record = rig.run();

  const auto& step = only_step(record);
  CHECK(step.status == StepStatus::complete);
  CHECK(step.self_check == SelfCheck::wrong_answer);
  CHECK(step.mismatch_count > 0);
}

TEST_CASE("runner: a canary that was missed is on record", "[runner]") {
  RunRig rig({quick_phase("work", "selftest_canary_missed", 0.1)});
  const auto record = rig.run();

  CHECK(only_step(record).canary.planted);
  CHECK_FALSE(only_step(record).canary.caught);
}

TEST_CASE("runner: a workload that hangs is killed at its deadline, the next one runs",
          "[runner]") {
  RunRig rig(
      {quick_phase("stuck", "selftest_hangs", 0.1), quick_phase("work", "child_correct", 0.05)});
  const auto record = rig.run();

  REQUIRE(record.steps.size() == 2);
  CHECK(record.steps[0].status == StepStatus::timed_out);
  CHECK(record.steps[0].reason.starts_with("killed after "));
  CHECK(record.steps[1].status == StepStatus::complete);
  CHECK(record.status == RunStatus::complete);
}

TEST_CASE("runner: a workload that crashes costs one step", "[runner]") {
  RunRig rig(
      {quick_phase("boom", "selftest_crashes", 0.1), quick_phase("work", "child_correct", 0.05)});
  const auto record = rig.run();

  CHECK(record.steps[0].status == StepStatus::error);
  CHECK(record.steps[1].status == StepStatus::complete);
}

TEST_CASE("runner: a workload that takes more memory than it may is killed and named", "[runner]") {
  RunRig rig(
      {quick_phase("big", "selftest_grows", 20), quick_phase("work", "child_correct", 0.05)});
  auto setup = rig.setup();
  setup.pace.most_memory_bytes = std::uint64_t{400} << 20U;
  const auto record = run_plan(setup, rig.progress, {});

  REQUIRE(record);
  CHECK(record->steps[0].status == StepStatus::error);
  CHECK(record->steps[0].reason ==
        "killed for its memory: it grew beyond the 400 MiB that a workload may use here");
  CHECK(record->steps[1].status == StepStatus::complete);
}

TEST_CASE("runner: a workload that tells of work it cannot have done is an error", "[runner]") {
  RunRig rig({quick_phase("rates", "selftest_claims_rates", 0.2),
              quick_phase("time", "selftest_claims_time", 0.2),
              quick_phase("checks", "selftest_claims_checks", 0.2)});
  const auto record = rig.run();

  const std::string nonsense = "the workload talked nonsense: ";
  for (const auto& step : record.steps) {
    CHECK(step.status == StepStatus::error);
    CHECK(step.reason.starts_with(nonsense));
  }
  CHECK(record.steps.at(0).reason.find("it tells of ") != std::string::npos);
  CHECK(record.steps.at(0).reason.find("s of processor time") != std::string::npos);
  CHECK(record.steps.at(1).reason.find("on node that overlap") != std::string::npos);
  CHECK(record.steps.at(2).reason.find("it counts 1152921504606846976 comparisons") !=
        std::string::npos);
}

TEST_CASE("runner: the command of a wrong answer gives the same wrong answer again", "[runner]") {
  RunRig rig({quick_phase("work", "selftest_wrong_answer", 0.1)});
  const auto step = only_step(rig.run());
  REQUIRE(step.mismatches.size() == 1);

  ChildCommand command;
  command.argv = {RACKPROOF_TEST_CHILD};
  for (const auto word : words(step.command)) {
    command.argv.emplace_back(word);
  }
  command.argv.erase(command.argv.begin() + 1);  // "rackproof", whose part the child plays
  command.argv.insert(command.argv.end(), {"--directory", rig.place.at("again")});
  const auto again = run_child(command, {}, {});

  REQUIRE(again);
  std::vector<Mismatch> mismatches;
  for (const auto line : lines(again->output)) {
    const auto message = decode_message(line);
    REQUIRE(message);
    if (const auto* mismatch = std::get_if<Mismatch>(&*message)) {
      mismatches.push_back(*mismatch);
    }
  }
  CHECK(mismatches == step.mismatches);
  CHECK(mismatches.at(0).where == "block 7");
  CHECK(mismatches.at(0).mask == "0x0000000000000001");
  CHECK(step.command.find("--seed " + std::to_string(step.seed)) != std::string::npos);
}

TEST_CASE("runner: a child that is killed names its signal", "[runner]") {
  RunRig rig({quick_phase("gone", "child_is_killed", 0.1)});
  CHECK(only_step(rig.run()).reason == "crashed: SIGKILL");
}

TEST_CASE("runner: a library that prints to stdout makes the step an error", "[runner]") {
  RunRig rig({quick_phase("loud", "selftest_garbage_output", 0.1)});
  const auto record = rig.run();
  CHECK(only_step(record).status == StepStatus::error);
  CHECK(only_step(record).reason.starts_with("the workload talked nonsense"));
}

TEST_CASE("runner: garbage, silence and a missing program are errors of the step", "[runner]") {
  RunRig rig({quick_phase("a", "child_talks_nonsense", 0.1),
              quick_phase("b", "child_says_nothing", 0.1),
              quick_phase("c", "child_names_no_device", 0.1)});
  const auto record = rig.run();

  REQUIRE(record.steps.size() == 3);
  CHECK(record.steps[0].status == StepStatus::error);
  CHECK(record.steps[0].reason.starts_with("the workload talked nonsense: 'hello'"));
  CHECK(record.steps[1].reason == "ended with exit code 0 and no outcome");
  CHECK(record.steps[2].reason.find("'node/nowhere'") != std::string::npos);
}

TEST_CASE("runner: what a workload writes to stderr is kept as its log", "[runner]") {
  RunRig rig(
      {quick_phase("a", "child_talks_nonsense", 0.1), quick_phase("b", "child_correct", 0.05)});
  const auto record = rig.run();

  CHECK(record.steps[0].log == "logs/01-a.log");
  CHECK(*read_file(rig.output + "/logs/01-a.log", 100) == "something on stderr\n");
  CHECK(record.steps[1].log.empty());
  CHECK_FALSE(fs::exists(rig.output + "/logs/02-b.log"));
}

TEST_CASE("runner: SIGTERM ends the run in order, the evidence so far is kept", "[runner]") {
  auto signals = TerminationSignals::open();
  REQUIRE(signals);
  RunRig rig({quick_phase("long", "child_correct", 30), quick_phase("never", "idle", 1)});
  auto setup = rig.setup();
  setup.signals = &*signals;
  std::jthread killer([] {
    std::this_thread::sleep_for(milliseconds(300));
    ::kill(::getpid(), SIGTERM);
  });

  const auto record = run_plan(setup, rig.progress, {});

  REQUIRE(record);
  CHECK(record->status == RunStatus::aborted);
  CHECK(record->status_reason == "ended by SIGTERM");
  REQUIRE(record->steps.size() == 2);
  CHECK(record->steps[0].status == StepStatus::aborted);
  CHECK(record->steps[0].reason == "ended by SIGTERM");
  CHECK(record->steps[1].status == StepStatus::skipped);
  CHECK(record->finished - record->started < std::chrono::seconds(20));
  CHECK_FALSE(series_of(rig, {"node", "cpu_online_count"}).empty());
}

TEST_CASE("runner: the caller's stop ends the run too", "[runner]") {
  RunRig rig({quick_phase("long", "idle", 30)});
  std::stop_source stop;
  std::jthread stopper([&stop] {
    std::this_thread::sleep_for(milliseconds(800));
    stop.request_stop();
  });
  const auto record = rig.run(stop.get_token());

  CHECK(record.status == RunStatus::aborted);
  CHECK(only_step(record).status == StepStatus::aborted);
}

TEST_CASE("runner: a clock that is moved disturbs the phase it was moved in", "[runner]") {
  RunRig rig({quick_phase("early", "idle", 0.01), quick_phase("late", "idle", 0.8)});
  const SteppingClock clock;
  const Host host{rig.files, clock};
  auto setup = rig.setup();
  const RunSetup stepping{.host = host,
                          .probes = setup.probes,
                          .inventory = setup.inventory,
                          .plan = setup.plan,
                          .state = setup.state,
                          .output = setup.output,
                          .program = setup.program,
                          .look_again = setup.look_again,
                          .known = setup.known,
                          .pace = setup.pace};
  const auto record = run_plan(stepping, rig.progress, {});

  REQUIRE(record);
  REQUIRE(record->disturbances.size() == 1);
  CHECK(record->disturbances[0].code == "clock_step");
  CHECK(record->disturbances[0].phase == "late");
  CHECK(record->clock_drift_seconds == Approx(2.0).margin(0.1));
  CHECK(record->clock_at_start.has_value());
  CHECK(record->clock_at_end.has_value());
}

TEST_CASE("runner: foreign load disturbs the rates of the phase it came in", "[runner]") {
  RunRig rig({quick_phase("early", "idle", 0.01), quick_phase("late", "idle", 0.4)});
  std::jthread other([&rig] {
    std::this_thread::sleep_for(milliseconds(250));
    // Not TempDir::write(): it asserts, and Catch counts on the test's own thread only.
    std::ofstream(rig.machine.path() / "proc/stat")
        << "cpu 40 0 0 0 0 0 0 0 0 0\ncpu0 40 0 0 0 0 0 0 0 0 0\n";
  });
  const auto record = rig.run();

  REQUIRE(record.disturbances.size() == 1);
  CHECK(record.disturbances[0].code == "foreign_load");
  CHECK(record.disturbances[0].phase == "late");
  CHECK(record.disturbances[0].touches == Touches::rates);
  const auto& facts = record.steps.at(1).facts;
  CHECK(std::ranges::find(facts, "foreign_cpu_share", &Fact::name) != facts.end());
  CHECK(std::ranges::find(facts, "runner_cpu_share", &Fact::name) != facts.end());
}

TEST_CASE("runner: a loaded processor far below its base frequency disturbs the rates of its phase",
          "[runner]") {
  RunRig rig({quick_phase("early", "idle", 0.01), quick_phase("late", "idle", 0.4)});
  rig.machine.write("sys/devices/system/cpu/cpu0/cpufreq/base_frequency", "2400000\n");
  rig.probes.push_back(std::make_unique<SlowProcessorProbe>(rig.host));
  rig.inventory = take_inventory(rig.host, rig.probes);
  rig.inventory.simulated = false;
  std::jthread other([&rig] {
    std::this_thread::sleep_for(milliseconds(250));
    std::ofstream(rig.machine.path() / "proc/stat")
        << "cpu 900 0 0 0 0 0 0 0 0 0\ncpu0 900 0 0 0 0 0 0 0 0 0\n";
  });
  const auto record = rig.run();

  const auto low = std::ranges::find(record.disturbances, "cpu_frequency_low", &Disturbance::code);
  REQUIRE(low != record.disturbances.end());
  CHECK(low->phase == "late");
  CHECK(low->touches == Touches::rates);
  CHECK(low->text.find("cpu:0 at 0.8 GHz") != std::string::npos);
  const auto& facts = record.steps.at(1).facts;
  CHECK(std::ranges::find(facts, "slowest_loaded_cpu_frequency", &Fact::name) != facts.end());
}

TEST_CASE("runner: a device that is gone at the end and another boot disturb the whole run",
          "[runner]") {
  RunRig rig({quick_phase("rest", "idle", 0.01)});
  auto setup = rig.setup();
  setup.look_again = [&rig] {
    auto later = rig.inventory;
    std::erase_if(later.devices, [](const Device& device) { return device.id == "node/cpu:0"; });
    later.boot_id = "another";
    return later;
  };
  const auto record = run_plan(setup, rig.progress, {});

  REQUIRE(record);
  REQUIRE(record->disturbances.size() == 2);
  CHECK(record->disturbances[0].code == "boot_id_changed");
  CHECK(record->disturbances[1].code == "device_lost");
  CHECK(record->disturbances[1].text.starts_with("node/cpu:0 "));
  CHECK(record->disturbances[1].phase == "*");
}

TEST_CASE("runner: a captured tree is read, never worked", "[runner]") {
  RunRig rig({quick_phase("work", "child_correct", 5)});
  rig.inventory.simulated = true;
  rig.plan.steps[0].skipped = "a captured tree cannot be worked";
  const auto record = rig.run();

  CHECK(record.simulated);
  CHECK(only_step(record).status == StepStatus::skipped);
  CHECK(series_of(rig, {"node", "cpu_online_count"}).size() >= 3);
}

TEST_CASE("runner: phases are events in the evidence", "[runner]") {
  RunRig rig({quick_phase("boom", "selftest_crashes", 0.05)});
  rig.run();

  std::vector<std::string> codes;
  for (const auto& event : events_of(rig)) {
    if (event.source == "runner") {
      codes.push_back(event.code);
    }
  }
  CHECK(codes == std::vector<std::string>{"phase_started", "phase_finished"});
}

TEST_CASE("runner: a directory that holds something is refused and left alone", "[runner]") {
  RunRig rig({quick_phase("rest", "idle", 0.01)});
  rig.place.write("bundle/mine.txt", "keep me");
  const auto record = run_plan(rig.setup(), rig.progress, {});

  REQUIRE_FALSE(record);
  CHECK(record.error().message.find("exists and is not empty") != std::string::npos);
  CHECK(fs::exists(rig.output + "/mine.txt"));
  CHECK_FALSE(fs::exists(rig.output + "/logs"));
}

TEST_CASE("runner: a disk without room is refused before anything is made", "[runner]") {
  RunRig rig({quick_phase("rest", "idle", 0.01)});
  auto setup = rig.setup();
  setup.pace.least_free_bytes = std::uint64_t{1} << 62U;
  const auto record = run_plan(setup, rig.progress, {});

  REQUIRE_FALSE(record);
  CHECK(record.error().message.find("free, a run needs") != std::string::npos);
  CHECK_FALSE(fs::exists(rig.output));
}
