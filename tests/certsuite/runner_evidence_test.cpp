#include "certsuite/runner_evidence.h"

#include <filesystem>

#include <catch2/catch.hpp>

#include "probes/machine/output_file.h"
#include "tests/support/frozen_clock.h"
#include "tests/support/plan_parts.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace fs = std::filesystem;

namespace {

EvidenceStore::Place place_in(const TempDir& dir) {
  return {.state = dir.at("state"),
          .output = dir.at("bundle"),
          .least_free_bytes = 1,
          .run_id = "an-id"};
}

}  // namespace

TEST_CASE("evidence: finishing makes store, events and logs, the state stays", "[runner]") {
  const TempDir dir;
  const FrozenClock clock;
  {
    auto evidence = EvidenceStore::open(place_in(dir), clock);
    REQUIRE(evidence);
    CHECK_FALSE(fs::exists(dir.at("bundle")));
    dir.write("state/logs/01-a.log", "said");
    Event event;
    event.device = "node";
    event.taken_at = clock.now();
    event.source = "runner";
    event.code = "phase_started";
    event.sequence = 1;
    REQUIRE((*evidence)->sink().append(Events{event}));
    REQUIRE((*evidence)->finish({clock.now(), RunStatus::complete}));
  }
  CHECK(*read_file(dir.at("bundle/logs/01-a.log"), 100) == "said");
  CHECK(read_file(dir.at("bundle/events.jsonl"), 10'000)->find("phase_started") !=
        std::string::npos);
  auto store = Store::open_immutable(dir.at("bundle/samples.db"));
  REQUIRE(store);
  CHECK(*(*store)->note("run_id") == "an-id");
  CHECK(fs::exists(dir.at("state/samples.db")));
}

TEST_CASE("evidence: a file in the way is refused", "[runner]") {
  const TempDir dir;
  const FrozenClock clock;
  dir.write("bundle", "a file");
  CHECK_FALSE(EvidenceStore::open(place_in(dir), clock));
}

TEST_CASE("evidence: a state that is there is not begun over", "[runner]") {
  const TempDir dir;
  const FrozenClock clock;
  REQUIRE(EvidenceStore::open(place_in(dir), clock));
  CHECK_FALSE(EvidenceStore::open(place_in(dir), clock));
  auto goes_on = place_in(dir);
  goes_on.journal_bytes = 0;
  CHECK(EvidenceStore::open(goes_on, clock));
}

TEST_CASE("evidence: a store that was killed half made is made anew", "[runner]") {
  const TempDir dir;
  const FrozenClock clock;
  dir.write("state/samples.db", "");
  dir.write("state/work/step-1/leftover", "x");
  auto place = place_in(dir);
  place.journal_bytes = 0;
  CHECK(EvidenceStore::open(place, clock));
  CHECK_FALSE(fs::exists(dir.at("state/work")));
}

TEST_CASE("evidence: step directories and logs lie in the state", "[runner]") {
  const TempDir dir;
  const FrozenClock clock;
  const auto evidence = EvidenceStore::open(place_in(dir), clock);
  REQUIRE(evidence);
  CHECK((*evidence)->scratch_path(0) == dir.at("state/work/step-1"));
  CHECK((*evidence)->log_path("logs/01-a.log") == dir.at("state/logs/01-a.log"));
}
