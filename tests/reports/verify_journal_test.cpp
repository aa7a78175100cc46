#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "reports/verify.h"
#include "schemas/journal_checkpoints.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/journal_text.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

/// The small run with its journal and one unsigned checkpoint.
SmallRun run_with_journal() {
  auto run = small_run();
  auto& record = run.record;
  JournalEnd end;
  run.journal = journal_text({RunBegan{record.started, record.run_id, "nonce", "s", "r", "p"},
                              record.steps[0], RunEnded{record.finished, record.status}},
                             end);
  const TreeHead head{journal_origin(record.run_id), {end.tree.size(), end.tree.root()}};
  run.checkpoints = checkpoint_entry(encode_tree_head(head) + "\n");
  record.journal = {head.origin, end.tree.size(), to_hex(end.tree.root()), 1, 0};
  return run;
}

std::string first_detail(const SmallRun& run) {
  SmallBundle bundle(run);
  const auto verified = bundle.sealed().verify();
  REQUIRE(verified);
  CHECK(standing_of(*verified) == Standing::untrusted);
  return verified->integrity.details.at(0);
}

}  // namespace

TEST_CASE("verify: the journal is held against the run record and its root is named",
          "[reports][verify][journal]") {
  const auto run = run_with_journal();
  SmallBundle bundle(run);
  const auto verified = bundle.sealed().verify();
  REQUIRE(verified);
  CHECK(standing_of(*verified) == Standing::good);
  CHECK(verified->integrity.details.back() ==
        "run journal: 3 lines, root " + run.record.journal.root_hash +
            ", 1 checkpoints, none signed: no key was at the run");
}

TEST_CASE("verify: a sealed bundle with a journal that does not hold is refused",
          "[reports][verify][journal]") {
  auto run = run_with_journal();
  SECTION("50.30 another root in the run record") {
    run.record.journal.root_hash = std::string(64, '0');
    CHECK(first_detail(run) ==
          "journal.jsonl: not the journal that the run record names: it has another root");
  }
  SECTION("50.31 a journal that the run record does not name") {
    run.record.journal = {};
    CHECK(first_detail(run) == "a journal that the run record does not name");
  }
  SECTION("50.32 no journal where the run record names one") {
    run.journal.clear();
    CHECK(first_detail(run) == "journal.jsonl: missing from the bundle");
  }
}
