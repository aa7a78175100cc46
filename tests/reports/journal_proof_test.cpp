#include "reports/journal_proof.h"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "schemas/json/journal_proof_json.h"
#include "schemas/merkle.h"
#include "schemas/reading_leaf.h"
#include "tests/support/journal_text.h"
#include "tests/support/memory_telemetry.h"

using namespace rackproof;
using namespace rackproof::testing;
using std::chrono::seconds;

namespace {

const UtcTime kStart{seconds(60'000)};
const SeriesKey kFan{"node/fan:1", "fan_speed_rpm"};
const SeriesKey kHeat{"node/chip:1", "chip_temperature_celsius"};

/// A minute of two series, one reading of which came late, and one step.
struct Run {
  MemoryTelemetry samples;
  RunRecord record;
  std::string lines;

  Run() {
    samples.add(StoredMetric{"fan_speed_rpm", "1/min", "gauge"});
    samples.add(StoredMetric{"chip_temperature_celsius", "Cel", "gauge"});
    samples[kHeat] = {{kStart + seconds(1), 47.5}, {kStart + seconds(2), 48.0}};
    samples[kFan] = {{kStart + seconds(1), std::int64_t{900}},
                     {kStart + seconds(2), std::int64_t{901}},
                     {kStart + seconds(3), Error{ErrorKind::denied, "no"}}};
    record.run_id = "run-1";
    Step step;
    step.phase = "soak";
    step.status = StepStatus::complete;
    step.self_check = SelfCheck::correct;
    JournalEnd end;
    lines = journal_text({RunBegan{kStart, "run-1", "", "", "", ""}, step,
                          ReadingsKept{kStart, kStart + seconds(60), 2, 4, root()},
                          ReadingsLate{{{kFan.device, kFan.metric, late_row()}}, 0},
                          RunEnded{kStart, RunStatus::complete}},
                         end);
    record.journal = {journal_origin("run-1"), end.tree.size(), to_hex(end.tree.root()), 1, 0};
  }

  static std::string late_row() {
    auto row = reading_row(kStart + seconds(2), std::int64_t{901});
    row.pop_back();
    return row;
  }
  static std::string root() {
    MerkleTree tree;
    tree.add(merkle_leaf(leaf_heading(kHeat, "Cel") + reading_row(kStart + seconds(1), 47.5) +
                         reading_row(kStart + seconds(2), 48.0)));
    tree.add(merkle_leaf(leaf_heading(kFan, "1/min") +
                         reading_row(kStart + seconds(1), std::int64_t{900}) +
                         reading_row(kStart + seconds(3), Error{ErrorKind::denied, ""})));
    return to_hex(tree.root());
  }
  [[nodiscard]] JournalProof reading(const SeriesKey& key, int second) {
    auto proof = prove_reading(lines, "run-1", samples, key, kStart + seconds(second));
    INFO((proof ? "" : proof.error().message));
    REQUIRE(proof);
    return *proof;
  }
  [[nodiscard]] std::string refusal(const JournalProof& proof) const {
    const auto shown = check_proof(proof, record);
    REQUIRE_FALSE(shown);
    CHECK(shown.error().kind == ErrorKind::untrusted);
    return shown.error().message;
  }
};

}  // namespace

TEST_CASE("journal proof: a step is shown by the run record alone", "[reports][journal]") {
  const Run run;
  const auto proof = prove_step(run.lines, "run-1", "soak");
  REQUIRE(proof);
  const auto again = decode_journal_proof(encode_journal_proof(*proof));
  REQUIRE(again);
  CHECK(*again == *proof);
  CHECK(check_proof(*again, run.record)->starts_with("step soak, attempt 1: COMPLETE, "));
  CHECK(prove_step(run.lines, "run-1", "other").error().kind == ErrorKind::absent);
}

TEST_CASE("journal proof: a single reading is shown by the run record alone",
          "[reports][journal]") {
  Run run;
  const auto proof = run.reading(kHeat, 2);
  CHECK(decode_journal_proof(encode_journal_proof(proof)).value() == proof);
  CHECK(check_proof(proof, run.record).value() ==
        "node/chip:1 chip_temperature_celsius at 1970-01-01T16:40:02.000000000Z: 48 Cel");
  CHECK(check_proof(run.reading(kFan, 30), run.record).value() ==
        "node/fan:1 fan_speed_rpm at 1970-01-01T16:40:03.000000000Z: no value, denied 1/min");
  CHECK(check_proof(run.reading(kFan, 2), run.record).value() ==
        "node/fan:1 fan_speed_rpm at 1970-01-01T16:40:02.000000000Z: 901 (came late)");
}

TEST_CASE("journal proof: what was altered after the run proves nothing", "[reports][journal]") {
  Run run;
  SECTION("a reading in the store") {
    run.samples[kHeat][1].reading = 40.0;
    const auto proof = prove_reading(run.lines, "run-1", run.samples, kHeat, kStart + seconds(2));
    CHECK(proof.error().kind == ErrorKind::untrusted);
    CHECK(proof.error().message.find("are not what the journal says of them") != std::string::npos);
  }
  SECTION("the line") {
    auto proof = prove_step(run.lines, "run-1", "soak").value();
    proof.line.replace(proof.line.find("correct"), 7, "not_run");
    CHECK(run.refusal(proof) ==
          "line in the journal: the proof leads to another root than the tree has");
  }
  SECTION("its place") {
    auto proof = prove_step(run.lines, "run-1", "soak").value();
    proof.index = 9;
    CHECK(run.refusal(proof) == "line in the journal: entry 9 is not in a tree of 5");
  }
  SECTION("the leaf") {
    auto proof = run.reading(kHeat, 2);
    proof.reading->leaf.replace(proof.reading->leaf.find("d48"), 3, "d40");
    CHECK(run.refusal(proof) ==
          "series in its stretch: the proof leads to another root than the tree has");
  }
  SECTION("the name of the device") {
    auto proof = run.reading(kHeat, 2);
    proof.reading->device = "node/chip:2";
    CHECK(run.refusal(proof) == "the leaf holds no such reading");
  }
  SECTION("the time of the reading") {
    auto proof = run.reading(kHeat, 2);
    proof.reading->taken_at += seconds(7);
    CHECK(run.refusal(proof) == "the leaf holds no such reading");
  }
  SECTION("a late reading's time") {
    auto proof = run.reading(kFan, 2);
    proof.reading->taken_at += seconds(7);
    CHECK(run.refusal(proof) == "the line holds no such reading");
  }
  SECTION("the run") {
    auto proof = prove_step(run.lines, "run-1", "soak").value();
    proof.run_id = "run-2";
    CHECK(run.refusal(proof) == "a proof of run run-2, the run record is of run run-1");
  }
  SECTION("a line that tells neither") {
    auto proof = prove_step(run.lines, "run-1", "soak").value();
    const auto other = run.reading(kHeat, 2);
    proof.line = other.line;
    proof.index = other.index;
    proof.path = other.path;
    CHECK(run.refusal(proof) == "the line tells neither a step nor a reading");
  }
}

TEST_CASE("journal proof: a reading that no line tells of cannot be shown", "[reports][journal]") {
  Run run;
  const auto none = prove_reading(run.lines, "run-1", run.samples, kHeat, kStart + seconds(300));
  CHECK(none.error().kind == ErrorKind::absent);
}
