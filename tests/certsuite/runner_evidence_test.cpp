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

TEST_CASE("evidence: finishing leaves store and events, the working directory goes", "[runner]") {
  const TempDir dir;
  const FrozenClock clock;
  const auto output = dir.at("bundle");
  {
    auto evidence = EvidenceStore::open(output, clock, 1);
    REQUIRE(evidence);
    CHECK(fs::exists(output + "/.run"));
    Event event;
    event.device = "node";
    event.taken_at = clock.now();
    event.source = "runner";
    event.code = "phase_started";
    event.sequence = 1;
    REQUIRE((*evidence)->sink().append(Events{event}));
    REQUIRE((*evidence)->finish("an-id"));
  }
  CHECK_FALSE(fs::exists(output + "/.run"));
  CHECK(fs::exists(output + "/samples.db"));
  CHECK(read_file(output + "/events.jsonl", 10'000)->find("phase_started") != std::string::npos);
  auto store = Store::open_immutable(output + "/samples.db");
  REQUIRE(store);
  CHECK(*(*store)->note("run_id") == "an-id");
}

TEST_CASE("evidence: a file in the way is refused", "[runner]") {
  const TempDir dir;
  const FrozenClock clock;
  dir.write("bundle", "a file");
  CHECK_FALSE(EvidenceStore::open(dir.at("bundle"), clock, 1));
}

TEST_CASE("evidence: step directories lie on the output's filesystem", "[runner]") {
  CHECK(EvidenceStore::scratch_path("/mnt/big/out", 0) == "/mnt/big/out/.run/step-1");
}
