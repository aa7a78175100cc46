#include "cli/proving.h"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "reports/seal/key_file.h"
#include "schemas/journal_checkpoints.h"
#include "schemas/json/journal_proof_json.h"
#include "schemas/merkle.h"
#include "schemas/reading_leaf.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/journal_text.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

const SeriesKey kSeries{"node/sensor", "temperature_celsius"};

/// Of the one minute in which the small run read its sensor.
std::string root_of_readings(const SmallRun& run) {
  auto leaf = leaf_heading(kSeries, "Cel");
  for (int second = 0; second < 20; ++second) {
    leaf += reading_row(small_start() + std::chrono::seconds(second), run.celsius);
  }
  MerkleTree tree;
  tree.add(merkle_leaf(leaf));
  return to_hex(tree.root());
}

SmallRun run_with_journal() {
  auto run = small_run();
  auto& record = run.record;
  JournalEnd end;
  run.journal = journal_text(
      {RunBegan{record.started, record.run_id, "nonce", "s", "r", "p"}, record.steps[0],
       ReadingsKept{small_start(), small_start() + 60s, 1, 20, root_of_readings(run)},
       RunEnded{record.finished, record.status}},
      end);
  const TreeHead head{journal_origin(record.run_id), {end.tree.size(), end.tree.root()}};
  run.checkpoints = checkpoint_entry(encode_tree_head(head) + "\n");
  record.journal = {head.origin, end.tree.size(), to_hex(end.tree.root()), 1, 0};
  return run;
}

/// A sealed bundle with a journal, its public key and a place for a proof beside it.
struct Ground {
  SmallBundle bundle{run_with_journal()};
  ProofQuestion question{.proof = bundle.beside("proof.json"),
                         .record = bundle.at("run-record.dsse.json"),
                         .trust = "",
                         .key = bundle.beside("key.pub")};

  Ground() {
    bundle.sealed();
    overwrite(question.key, bundle.key().public_key().pem());
  }
  /// What is shown to somebody who trusts the question's key.
  [[nodiscard]] Result<std::string> shown(const JournalProof& proof) const {
    overwrite(question.proof, encode_journal_proof(proof));
    const auto trust = trust_of(question);
    REQUIRE(trust);
    return shown_by_proof(question, *trust);
  }
};

}  // namespace

TEST_CASE("proving: a step and a reading are shown by the sealed record alone", "[cli][journal]") {
  const Ground ground;
  const auto step = make_proof({ground.bundle.path(), "idle", {}});
  REQUIRE(step);
  const auto shown = ground.shown(*step);
  REQUIRE(shown);
  CHECK_THAT(*shown, Catch::Contains("idle") &&
                         Catch::EndsWith("in the journal of run " + small_run().record.run_id +
                                         ", line 2 of 4\n"));

  const auto reading = make_proof(
      {ground.bundle.path(), "", {kSeries.device, kSeries.metric, "2026-11-21T05:17:04Z"}});
  INFO((reading ? "" : reading.error().message));
  REQUIRE(reading);
  const auto told = ground.shown(*reading);
  REQUIRE(told);
  CHECK_THAT(*told, Catch::Contains("47.5") && Catch::Contains("line 3 of 4"));
}

TEST_CASE("proving: what the journal does not tell is not proved", "[cli][journal]") {
  const Ground ground;
  const auto why_not = [](const ProofRequest& request) {
    const auto proof = make_proof(request);
    return proof ? Error{ErrorKind::io, "proved"} : proof.error();
  };
  CHECK(why_not({ground.bundle.path(), "soak", {}}).kind == ErrorKind::absent);
  const auto time =
      why_not({ground.bundle.path(), "", {kSeries.device, kSeries.metric, "at noon"}});
  CHECK(time.kind == ErrorKind::malformed);
  CHECK_THAT(time.message, Catch::StartsWith("--sample"));
  const SmallBundle bare;
  const auto none = why_not({bare.path(), "idle", {}});
  CHECK(none.kind == ErrorKind::absent);
  CHECK_THAT(none.message, Catch::Contains("no journal was kept"));
}

TEST_CASE("proving: an altered proof, and a record that another key sealed, show nothing",
          "[cli][journal]") {
  Ground ground;
  auto proof = make_proof({ground.bundle.path(), "idle", {}});
  REQUIRE(proof);
  SECTION("altered") {
    ++proof->index;
  }
  SECTION("sealed by another") {
    const auto other = ground.bundle.beside("other");
    REQUIRE(seal::create_key_pair(other));
    ground.question.key = other + ".pub";
  }
  const auto shown = ground.shown(*proof);
  REQUIRE_FALSE(shown);
  CHECK(shown.error().kind == ErrorKind::untrusted);
}

TEST_CASE("proving: a file that is no proof is told by its name", "[cli][journal]") {
  const Ground ground;
  overwrite(ground.question.proof, "{}");
  const auto shown = shown_by_proof(ground.question, trust_of(ground.question).value());
  REQUIRE_FALSE(shown);
  CHECK_THAT(shown.error().message, Catch::StartsWith(ground.question.proof));
  CHECK(shown.error().kind == ErrorKind::untrusted);
}
