#include "reports/journal_check.h"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/seal/checkpoint.h"
#include "reports/seal/private_key.h"
#include "schemas/journal_checkpoints.h"
#include "schemas/text.h"
#include "tests/support/journal_text.h"

using namespace rackproof;
using namespace rackproof::testing;
using std::chrono::seconds;

namespace {

UtcTime at(int second) {
  return UtcTime(seconds(1'795'238'220 + second));
}

Step step_of(const std::string& phase, int attempt) {
  Step step;
  step.phase = phase;
  step.workload = "idle";
  step.attempt = attempt;
  step.status = StepStatus::complete;
  step.started = at(1);
  step.measured_from = at(1);
  step.finished = at(2);
  return step;
}

/// A run of two steps with its journal, checkpoints after four lines and at the end.
struct Kept {
  seal::PrivateKey key = seal::PrivateKey::generate().value();
  std::vector<CheckpointKey> keys{{key.public_key()}};
  RunRecord record;
  std::vector<JournalLine> told;
  std::string lines;
  std::string checkpoints;

  Kept() {
    record.run_id = "run-1";
    record.status = RunStatus::complete;
    record.steps = {step_of("a", 1), step_of("b", 1)};
    record.disturbances = {{"clock_step", "3 s", "*", at(2), Touches::everything}};
    told = {RunBegan{at(0), "run-1", "nonce", "s", "r", "p"},
            SegmentBegan{at(0), "boot", {}, {}, "", {}, {}},
            StepBegan{at(1), "a", "idle", 1},
            record.steps[0],
            record.disturbances[0],
            StepBegan{at(1), "b", "idle", 1},
            record.steps[1],
            ReadingsKept{at(0), at(60), 1, 1, std::string(64, 'a')},
            RunEnded{at(3), RunStatus::complete}};
    write();
  }

  /// Lines, checkpoints and summary as a run leaves them.
  void write() {
    record.journal = {journal_origin("run-1"), 0, "", 0, 0};
    lines.clear();
    checkpoints.clear();
    JournalEnd end;
    for (std::size_t i = 0; i < told.size(); ++i) {
      lines += encode_journal_line(told[i], end);
      if (i == 3 || i + 1 == told.size()) {
        add_checkpoint({record.journal.origin, {end.tree.size(), end.tree.root()}});
      }
    }
    record.journal.size = end.tree.size();
    record.journal.root_hash = to_hex(end.tree.root());
  }
  void add_checkpoint(const TreeHead& head) {
    checkpoints += checkpoint_entry(seal::sign_checkpoint(head, key).value());
    ++record.journal.checkpoints;
    ++record.journal.signed_checkpoints;
  }
  [[nodiscard]] std::string refusal() const {
    const auto found = judge_journal({lines, checkpoints}, record, keys);
    REQUIRE_FALSE(found);
    CHECK(found.error().kind == ErrorKind::untrusted);
    return found.error().message;
  }
  /// `text` where line `number` (from 1) stood; "" takes the line out.
  void replace_line(std::size_t number, const std::string& text) {
    std::string changed;
    std::size_t at_line = 0;
    for (const auto line : rackproof::lines(lines)) {
      ++at_line;
      changed += at_line == number ? text : std::string(line) + "\n";
    }
    lines = changed;
  }
  [[nodiscard]] std::string line(std::size_t number) const {
    return std::string(rackproof::lines(lines)[number - 1]) + "\n";
  }
};

}  // namespace

TEST_CASE("run journal: a whole one holds and says what it is", "[reports][journal]") {
  Kept kept;
  const auto found = judge_journal({kept.lines, kept.checkpoints}, kept.record, kept.keys);
  INFO((found ? "" : found.error().message));
  REQUIRE(found);
  CHECK(found->sentence() == "run journal: 9 lines, root " + kept.record.journal.root_hash +
                                 ", 2 checkpoints, 2 signed meanwhile");
}

TEST_CASE("run journal: a run that was gone on with after its end holds", "[reports][journal]") {
  Kept kept;
  kept.told.insert(kept.told.end() - 1, {RunEnded{at(2), RunStatus::aborted}, kept.told[1]});
  kept.write();
  CHECK(judge_journal({kept.lines, kept.checkpoints}, kept.record, kept.keys));
}

TEST_CASE("run journal: what was done to its lines is said", "[reports][journal]") {
  Kept kept;
  SECTION("50.2 a gap") {
    kept.replace_line(3, "");
    CHECK(kept.refusal() ==
          "journal.jsonl: line 3: line says it is number 3 where 2 is next: lines are missing");
  }
  SECTION("50.3 a reset sequence") {
    kept.replace_line(6, kept.line(1));
    CHECK(kept.refusal() ==
          "journal.jsonl: line 6: line says it is number 0 where 5 is next: the numbers went back");
  }
  SECTION("50.4 an altered line") {
    auto altered = kept.line(2);
    altered.replace(altered.find("\"boot\""), 6, "\"moot\"");
    kept.replace_line(2, altered);
    CHECK(
        kept.refusal() ==
        "journal.jsonl: line 3: not written after the line before it: one of the two was altered");
  }
  SECTION("50.5 an altered last line") {
    auto altered = kept.line(9);
    altered.replace(altered.find("\"at\":\"2026"), 10, "\"at\":\"2025");
    kept.replace_line(9, altered);
    CHECK(kept.refusal() ==
          "journal.jsonl: line 9: checkpoint 2 is of another tree than these lines give");
  }
  SECTION("50.6 lines cut off at the end") {
    kept.replace_line(9, "");
    CHECK(kept.refusal() == "journal.jsonl: ends before the run does");
  }
  SECTION("50.7 torn in a line") {
    kept.lines.pop_back();
    CHECK(kept.refusal() == "journal.jsonl: torn at its end");
  }
  SECTION("50.8 text that is no line") {
    kept.replace_line(4, "{\"event\":\"feast\"}\n");
    CHECK(kept.refusal() == "journal.jsonl: line 4: a line without a known 'event'");
  }
  SECTION("50.9 lines behind the end of the run") {
    kept.told.push_back(kept.record.steps[0]);
    kept.write();
    CHECK(kept.refusal() == "journal.jsonl: line 10: stands behind the end of the run");
  }
  SECTION("50.10 a run that begins twice, or not at all") {
    Kept twice;
    twice.told.insert(twice.told.begin() + 1, twice.told[0]);
    twice.write();
    CHECK(twice.refusal() == "journal.jsonl: line 2: the run begins a second time");
    kept.told.erase(kept.told.begin());
    kept.write();
    CHECK(kept.refusal() == "journal.jsonl: line 1: the journal does not begin with the run");
  }
}

TEST_CASE("run journal: its checkpoints go forward in this very tree", "[reports][journal]") {
  Kept kept;
  const auto all = read_journal_checkpoints(kept.checkpoints).value().all;
  SECTION("50.11 a checkpoint going backwards") {
    kept.checkpoints = checkpoint_entry(all[1].bytes) + checkpoint_entry(all[0].bytes);
    CHECK(kept.refusal() == "journal.checkpoints: checkpoint 2: went back from 9 lines to 4");
  }
  SECTION("50.12 a checkpoint of another tree") {
    kept.checkpoints.clear();
    kept.record.journal.checkpoints = 0;
    kept.record.journal.signed_checkpoints = 0;
    kept.add_checkpoint({kept.record.journal.origin, {4, merkle_leaf("another")}});
    kept.add_checkpoint(all[1].head);
    CHECK(kept.refusal() ==
          "journal.jsonl: line 4: checkpoint 1 is of another tree than these lines give");
  }
  SECTION("50.13 a checkpoint of another run's journal") {
    kept.add_checkpoint({journal_origin("run-2"), {10, merkle_leaf("")}});
    CHECK(kept.refusal() ==
          "journal.checkpoints: checkpoint 3: of another journal, rackproof.org/run/run-2");
  }
  SECTION("50.14 a checkpoint taken out") {
    kept.checkpoints = checkpoint_entry(all[1].bytes);
    CHECK(kept.refusal() ==
          "journal.checkpoints: not as many checkpoints and signatures as the run record names");
  }
  SECTION("50.15 a signature taken off") {
    kept.checkpoints =
        checkpoint_entry(all[0].bytes) + checkpoint_entry(encode_tree_head(all[1].head) + "\n");
    CHECK(kept.refusal() ==
          "journal.checkpoints: not as many checkpoints and signatures as the run record names");
  }
  SECTION("50.16 a checkpoint signed by a stranger") {
    kept.keys = {{seal::PrivateKey::generate().value().public_key()}};
    CHECK(kept.refusal() ==
          "journal.checkpoints: checkpoint 1: signed by no key that is trusted as collector");
  }
  SECTION("50.17 a checkpoint whose signature is over another") {
    const auto moved =
        encode_tree_head(all[0].head) + all[1].bytes.substr(all[1].bytes.find("\n\n") + 1);
    kept.checkpoints = checkpoint_entry(moved) + checkpoint_entry(all[1].bytes);
    CHECK(kept.refusal() ==
          "journal.checkpoints: checkpoint 1: the signature of "
          "rackproof.org/run/run-1 does not hold");
  }
  SECTION("50.18 checkpoints torn at the end") {
    kept.checkpoints.pop_back();
    CHECK(kept.refusal() == "journal.checkpoints: torn at its end");
  }
  SECTION("50.19 no checkpoint over the last lines") {
    kept.checkpoints = checkpoint_entry(all[0].bytes);
    kept.record.journal.checkpoints = 1;
    kept.record.journal.signed_checkpoints = 1;
    CHECK(kept.refusal() == "journal.jsonl: no checkpoint over all of its lines");
  }
}

TEST_CASE("run journal: it is that of the run record, and they tell the same",
          "[reports][journal]") {
  Kept kept;
  SECTION("50.20 the journal of another run") {
    kept.told[0] = RunBegan{at(0), "run-2", "nonce", "s", "r", "p"};
    kept.write();
    CHECK(kept.refusal() ==
          "journal.jsonl: line 1: a journal of run run-2, the run record is of run run-1");
  }
  SECTION("50.21 the run record names another root") {
    kept.record.journal.root_hash = std::string(64, '0');
    CHECK(kept.refusal() ==
          "journal.jsonl: not the journal that the run record names: it has another root");
  }
  SECTION("50.22 an attempt that the run record leaves out") {
    kept.record.steps.erase(kept.record.steps.begin());
    CHECK(kept.refusal() ==
          "journal.jsonl: line 4: step a, attempt 1: the run record does not tell it so");
  }
  SECTION("50.23 a step that the run record tells otherwise") {
    kept.record.steps[1].canary.caught = true;
    CHECK(kept.refusal() ==
          "journal.jsonl: line 7: step b, attempt 1: the run record does not tell it so");
  }
  SECTION("50.24 a step that the journal does not tell") {
    kept.record.steps.push_back(step_of("c", 1));
    CHECK(kept.refusal() == "journal.jsonl: says nothing of step c, attempt 1 of the run record");
  }
  SECTION("50.25 a disturbance that the run record leaves out") {
    kept.record.disturbances.clear();
    CHECK(kept.refusal() ==
          "journal.jsonl: line 5: disturbance clock_step: the run record does not tell it");
  }
  SECTION("50.26 an end that the run record tells otherwise") {
    kept.record.status = RunStatus::aborted;
    CHECK(kept.refusal() == "journal.jsonl: journal and run record disagree on how the run ended");
  }
  SECTION("50.27 a run record with the journal of another run's name") {
    kept.record.journal.origin = journal_origin("run-2");
    CHECK(kept.refusal() == "run record: its journal has the name of another run");
  }
}
