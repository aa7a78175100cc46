#include "certsuite/run_history.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "tests/support/journal_text.h"
#include "tests/support/plan_parts.h"

using namespace rackproof;
using namespace rackproof::testing;
using std::chrono::seconds;

namespace {

UtcTime at(int second) {
  return UtcTime{seconds(1'795'238'220 + second)};
}

Step step_of(const std::string& phase, int attempt, StepStatus status, int end) {
  Step step;
  step.phase = phase;
  step.attempt = attempt;
  step.status = status;
  step.started = at(end - 1);
  step.measured_from = at(end - 1);
  step.finished = at(end);
  return step;
}

RunHistory history_of(const std::vector<JournalLine>& lines) {
  auto history = read_history(journal_text(lines));
  REQUIRE(history);
  return *history;
}

SegmentBegan segment(int second, std::string boot, std::vector<std::string> again = {}) {
  return {at(second), std::move(boot), {}, std::move(again), "", {}, {}};
}

Inventory machine() {
  auto inventory = inventory_of({"node", "node/cpu:0", "node/disk:a", "node/memory"});
  inventory.devices[0].kind = DeviceKind::node;
  inventory.devices[1].kind = DeviceKind::cpu;
  inventory.devices[2].kind = DeviceKind::disk;
  inventory.devices[2].serial = "S1";
  inventory.devices[3].kind = DeviceKind::memory;
  inventory.software.push_back({"kernel", "6.1"});
  return inventory;
}

Criterion criterion_on(DeviceKind kind, std::string during) {
  Criterion criterion;
  criterion.on = kind;
  criterion.during = std::move(during);
  return criterion;
}

}  // namespace

TEST_CASE("history: steps that are over are done, one that only began was cut off", "[resume]") {
  const auto history =
      history_of({segment(0, "boot"), StepBegan{at(1), "a", "w", 1},
                  step_of("a", 1, StepStatus::complete, 2), StepBegan{at(3), "b", "w", 1}});

  CHECK(history.is_done("a"));
  CHECK_FALSE(history.is_done("b"));
  REQUIRE(history.steps.size() == 2);
  CHECK(history.steps[1].status == StepStatus::aborted);
  CHECK(history.steps[1].reason == "cut off: the run was killed while it ran");
  CHECK(history.steps[1].workload == "w");
  CHECK(history.attempts_of("b") == 1);
  CHECK(history.last_seen == at(3));
  REQUIRE(history.segments.size() == 1);
  CHECK(history.segments[0].finished == at(3));
}

TEST_CASE("history: an error or a time-out is a result, an aborted step is none", "[resume]") {
  const auto history = history_of({segment(0, "boot"), step_of("a", 1, StepStatus::error, 1),
                                   step_of("b", 1, StepStatus::timed_out, 2),
                                   step_of("c", 1, StepStatus::aborted, 3)});
  CHECK(history.done == std::vector<std::string>{"a", "b"});
}

TEST_CASE("history: a wrong answer told before the crash is kept", "[resume]") {
  Mismatch wrong;
  wrong.device = "node/cpu:3";
  wrong.where = "tile 7";
  const auto history =
      history_of({segment(0, "boot"), StepBegan{at(1), "a", "w", 1}, wrong, wrong});

  REQUIRE(history.steps.size() == 1);
  CHECK(history.steps[0].self_check == SelfCheck::wrong_answer);
  CHECK(history.steps[0].mismatch_count == 2);
  CHECK(history.steps[0].mismatches.at(1) == wrong);
}

TEST_CASE("history: what was measured before a reboot stays known after a second one", "[resume]") {
  auto second = segment(100, "boot 2");
  second.before_until = at(90);  // the journal's last line was long before that
  const auto history = history_of(
      {segment(0, "boot 1"), StepBegan{at(1), "soak", "w", 1}, second, segment(200, "x")});

  REQUIRE(history.segments.size() == 3);
  CHECK(history.segments[0].finished == at(90));
  CHECK(history.segments[0].ended_by == "reboot");
  CHECK(history.segments[1].finished == at(100));
  REQUIRE(history.steps.size() == 1);
  CHECK(history.steps[0].finished == at(90));
}

TEST_CASE("history: phases to be run again are not done any more", "[resume]") {
  const auto history =
      history_of({segment(0, "boot"), step_of("a", 1, StepStatus::complete, 1),
                  step_of("b", 1, StepStatus::complete, 2), segment(3, "boot", {"a"})});
  CHECK(history.done == std::vector<std::string>{"b"});
  CHECK(history.attempts_of("a") == 1);
}

TEST_CASE("history: a segment ends where the next begins, killed or rebooted", "[resume]") {
  const auto history = history_of({segment(0, "one"), step_of("a", 1, StepStatus::complete, 1),
                                   segment(5, "one"), segment(9, "two")});
  REQUIRE(history.segments.size() == 3);
  CHECK(history.segments[0].ended_by == "killed");
  CHECK(history.segments[0].finished == at(1));
  CHECK(history.segments[1].ended_by == "reboot");
  CHECK(history.segments[2].ended_by.empty());
}

TEST_CASE("history: the torn end of a journal is dropped, at whatever byte", "[resume]") {
  JournalEnd end;
  const auto whole =
      journal_text({segment(0, "boot"), step_of("a", 1, StepStatus::complete, 1)}, end);
  const auto last = journal_text({step_of("b", 1, StepStatus::complete, 2)}, end);
  for (std::size_t cut = 1; cut < last.size(); ++cut) {
    const auto history = read_history(whole + last.substr(0, cut));
    REQUIRE(history);
    CHECK(history->torn);
    CHECK(history->whole_bytes == whole.size());
    CHECK(history->done == std::vector<std::string>{"a"});
  }
  CHECK_FALSE(read_history(whole)->torn);
}

TEST_CASE("history: a whole line that makes no sense is refused with its number", "[resume]") {
  const auto journal = journal_text({segment(0, "boot")});
  for (const auto* line : {"\n", "{}\n", "{\"event\":\"feast\"}\n", "not json\n",
                           "{\"event\":\"step_began\",\"at\":\"2026-11-21T05:17:00Z\"}\n"}) {
    const auto history = read_history(journal + line);
    REQUIRE_FALSE(history);
    CHECK(history.error().message.starts_with("line 2: "));
  }
}

TEST_CASE("history: the same machine after a boot has no changes", "[resume]") {
  auto now = machine();
  now.boot_id = "another";
  now.devices.push_back({});
  now.devices.back().id = "node/probe:x";
  now.devices.back().kind = DeviceKind::probe;
  CHECK(compare_machines(machine(), now).told.empty());
}

TEST_CASE("history: parts that were swapped, added or lost are named", "[resume]") {
  auto now = machine();
  now.devices[2].serial = "S2";
  now.devices[2].firmware = "F2";
  now.devices[3].id = "node/memory2";
  now.software[0].version = "6.2";
  const auto changes = compare_machines(machine(), now);

  CHECK(changes.told ==
        std::vector<std::string>{
            "node/disk:a: serial 'S1' before, 'S2' now, firmware '' before, 'F2' now",
            "node/memory: gone", "node/memory2: added",
            "software kernel: '6.1' before, '6.2' now"});
  CHECK(changes.kinds ==
        std::vector<DeviceKind>{DeviceKind::disk, DeviceKind::memory, DeviceKind::node});
}

TEST_CASE("history: a change of the conditions is told, the load average is none", "[resume]") {
  const std::vector<Fact> before{{"load_average_before", "0.1", ""}, {"cpu_governor", "a", ""}};
  const std::vector<Fact> now{{"load_average_before", "9", ""}, {"cpu_governor", "b", ""}};
  CHECK(compare_environments(before, now) ==
        std::vector<std::string>{"cpu_governor: 'a' before, 'b' now"});
  CHECK(compare_environments(before, {}).at(0) == "cpu_governor: 'a' before, 'not given' now");
}

TEST_CASE("history: a swapped disk touches the phases that judge disks, memory all of them",
          "[resume]") {
  Plan plan;
  plan.steps.resize(2);
  plan.steps[0].phase = "gemm";
  plan.steps[1].phase = "storage";
  Architecture reference;
  reference.criteria = {criterion_on(DeviceKind::disk, "storage"),
                        criterion_on(DeviceKind::node, "gemm")};

  CHECK(touched_phases(plan, reference, {{"x"}, {DeviceKind::disk}}) ==
        std::vector<std::string>{"storage"});
  CHECK(touched_phases(plan, reference, {{"x"}, {DeviceKind::memory}}).size() == 2);
  CHECK(touched_phases(plan, reference, {{"x"}, {DeviceKind::fan}}).empty());
  CHECK(touched_phases(plan, reference, {}).empty());
  reference.criteria[0].during = "*";
  CHECK(touched_phases(plan, reference, {{"x"}, {DeviceKind::disk}}).size() == 2);
}
