#include "certsuite/runner_resume.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "certsuite/run_history.h"
#include "certsuite/runner_evidence.h"
#include "probes/machine/output_file.h"
#include "schemas/store/store.h"
#include "tests/support/plan_parts.h"
#include "tests/support/run_parts.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

std::string journal_path(const RunRig& rig) {
  return rig.state + "/" + std::string(kJournalName);
}

std::string journal_of(const RunRig& rig) {
  const auto bytes = read_file(journal_path(rig), std::size_t{1} << 20);
  REQUIRE(bytes);
  return *bytes;
}

/// Cuts the journal of a finished run before the end of its step `phase` and goes on.
RunRecord go_on(RunRig& rig, const std::string& phase, SegmentBegan next = {}) {
  const auto journal = journal_of(rig);
  const auto cut = journal.find("{\"event\":\"step\",\"phase\":\"" + phase + "\"");
  REQUIRE(cut != std::string::npos);
  auto history = read_history(journal.substr(0, cut));
  REQUIRE(history);
  std::filesystem::remove_all(rig.output);
  std::filesystem::remove(rig.state + "/" + std::string(kCheckpointsName));
  auto setup = rig.setup();
  next.boot_id = rig.inventory.boot_id;
  setup.before = Resumption{*history, UtcTime{std::chrono::seconds(1)}, std::move(next)};
  auto record = run_plan(setup, rig.progress, {});
  REQUIRE(record);
  return *std::move(record);
}

}  // namespace

TEST_CASE("resume: what is done is not done again, what was cut off is tried again", "[resume]") {
  RunRig rig({quick_phase("a", "child_correct", 0.05), quick_phase("b", "child_correct", 0.05),
              quick_phase("c", "idle", 0.01)});
  const auto first = rig.run();
  const auto record = go_on(rig, "b");

  REQUIRE(record.steps.size() == 4);
  CHECK(record.steps[0] == first.steps[0]);
  CHECK(record.steps[1].phase == "b");
  CHECK(record.steps[1].status == StepStatus::aborted);
  CHECK(record.steps[2].phase == "b");
  CHECK(record.steps[2].attempt == 2);
  CHECK(record.steps[2].status == StepStatus::complete);
  CHECK(record.steps[2].started > first.finished);
  CHECK(record.steps[3].phase == "c");
  CHECK(record.status == RunStatus::complete);
  CHECK(record.started == UtcTime{std::chrono::seconds(1)});
  REQUIRE(record.segments.size() == 2);
  CHECK(record.segments[0].ended_by == "killed");
  CHECK(record.segments[1].finished == record.finished);
}

TEST_CASE("resume: a step that was cut off says until when it ran and how to repeat it",
          "[resume]") {
  RunRig rig({quick_phase("a", "child_correct", 0.05), quick_phase("b", "child_correct", 0.05)});
  const auto first = rig.run();
  const auto record = go_on(rig, "b");

  const auto& cut = record.steps.at(1);
  CHECK(cut.status == StepStatus::aborted);
  CHECK(cut.command == first.steps.at(1).command);
  CHECK_FALSE(cut.command.empty());
  CHECK(cut.seed == first.steps.at(1).seed);
  CHECK(cut.planned_seconds == first.steps.at(1).planned_seconds);
  CHECK(cut.finished == record.segments.at(0).finished);
  CHECK(cut.finished > cut.started);
}

TEST_CASE("resume: the log of a step that was cut off is named, an empty one is none", "[resume]") {
  RunRig rig({quick_phase("a", "child_correct", 0.05), quick_phase("b", "idle", 0.05)});
  const auto& plan = rig.plan;
  Step cut;
  cut.phase = "b";
  cut.status = StepStatus::aborted;
  cut.attempt = 2;
  Step other = cut;
  other.phase = "of no plan";
  std::vector<Step> steps{cut, other};
  complete_cut_off(
      plan, [](const std::string& log) { return log == "logs/02-b-2.log"; }, steps);
  CHECK(steps[0].log == "logs/02-b-2.log");
  CHECK(steps[1] == other);
  steps = {cut};
  complete_cut_off(
      plan, [](const std::string&) { return false; }, steps);
  CHECK(steps[0].log.empty());
}

TEST_CASE("resume: the journal says until when the segment before has samples", "[resume]") {
  RunRig rig({quick_phase("a", "child_correct", 0.3), quick_phase("b", "idle", 0.01)});
  rig.run();
  const auto record = go_on(rig, "a");
  const auto history = read_history(journal_of(rig));

  REQUIRE(history);
  CHECK(history->segments.at(0).finished == record.segments.at(0).finished);
}

TEST_CASE("resume: the samples of both segments are in the bundle", "[resume]") {
  RunRig rig({quick_phase("a", "idle", 0.05), quick_phase("b", "idle", 0.05)});
  const auto first = rig.run();
  const auto record = go_on(rig, "b");

  auto store = Store::open_immutable(rig.output + "/samples.db");
  REQUIRE(store);
  const auto series =
      (*store)->read({"node", "cpu_online_count"}, {UtcTime::min(), UtcTime::max()});
  REQUIRE(series);
  CHECK(series->front().taken_at < first.steps[0].finished);
  CHECK(series->back().taken_at > record.segments[1].started);
}

TEST_CASE("resume: a phase that a change touches is run again and its first answer kept",
          "[resume]") {
  RunRig rig({quick_phase("a", "child_correct", 0.05), quick_phase("b", "idle", 0.01)});
  rig.run();
  SegmentBegan next;
  next.changes = {"node/disk:a: gone"};
  next.again = {"a"};
  const auto record = go_on(rig, "b", next);

  const auto tries = std::ranges::count(record.steps, "a", &Step::phase);
  CHECK(tries == 2);
  CHECK(std::ranges::find(record.deviations, "resumed after a change: node/disk:a: gone") !=
        record.deviations.end());
  CHECK(record.segments.at(1).changes == next.changes);
  const auto history = read_history(journal_of(rig));
  REQUIRE(history);
  CHECK(history->is_done("a"));
  CHECK(history->segments.size() == 2);
}

TEST_CASE("resume: a run that is never interrupted has a journal and one segment", "[resume]") {
  RunRig rig({quick_phase("a", "idle", 0.01)});
  const auto record = rig.run();
  const auto history = read_history(journal_of(rig));

  REQUIRE(history);
  CHECK(history->steps == record.steps);
  CHECK(history->segments.size() == 1);
  CHECK(record.segments.empty());
}

TEST_CASE("resume: a wrong answer is in the journal before the step is over", "[resume]") {
  RunRig rig({quick_phase("a", "selftest_wrong_answer", 0.05)});
  rig.run();
  const auto journal = journal_of(rig);
  const auto wrong = journal.find("{\"event\":\"mismatch\"");
  REQUIRE(wrong != std::string::npos);
  CHECK(wrong < journal.find("{\"event\":\"step\""));
}
