#include "certsuite/runner_record.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "certsuite/environment.h"
#include "tests/support/frozen_clock.h"
#include "tests/support/plan_parts.h"
#include "tests/support/run_parts.h"

using namespace rackproof;
using namespace rackproof::testing;
using std::chrono::seconds;

namespace {

constexpr UtcTime kStart{seconds(1000)};

}  // namespace

TEST_CASE("record: it opens with what is asked, by its digests", "[runner]") {
  RunRig rig({quick_phase("rest", "idle", 0.01)});
  rig.plan.deviations = {"something else"};
  const auto record = open_record(rig.setup(), kStart);

  CHECK(record.run_id == "test-run");
  CHECK(record.started == kStart);
  CHECK(record.reference_id == rig.plan.reference_id);
  CHECK(record.reference_digest == rig.plan.reference_digest);
  CHECK(record.plan_digest == plan_digest(rig.plan));
  CHECK(record.tier == "quick");
  CHECK_FALSE(record.simulated);
  CHECK(record.root == rig.files.root());
  CHECK(record.deviations == rig.plan.deviations);
  CHECK_FALSE(record.environment.empty());
}

TEST_CASE("record: an environment that the caller read before stays as it was", "[runner]") {
  RunRig rig({quick_phase("rest", "idle", 0.01)});
  auto setup = rig.setup();
  setup.known.environment = {{"load_average_before", "9", ""}};
  CHECK(open_record(setup, kStart).environment == setup.known.environment);
}

TEST_CASE("record: it says how the clock was synchronised when the run began", "[runner]") {
  RunRig rig({quick_phase("rest", "idle", 0.01)});
  auto setup = rig.setup();
  const auto captured = open_record(setup, kStart).clock_at_start;
  REQUIRE(captured);
  CHECK(*captured == ClockSync{.why = "a captured tree has no clock"});

  const auto here = FileTree::open("/").value();
  FrozenClock clock;
  clock.tell({SyncState::not_synchronised, "", 0, kNoKnownErrorMs, kNoKnownErrorMs});
  const Host machine{here, clock};
  CHECK(clock_sync(machine) == clock.synchronisation());

  const ClockSync earlier{SyncState::synchronised, "", 1, 2, 3};
  setup.known.clock_at_start = earlier;  // of a run that is gone on with
  CHECK(open_record(setup, kStart).clock_at_start == earlier);
}

TEST_CASE("record: its end closes the last segment and says how far the clock went astray",
          "[runner]") {
  FrozenClock clock;
  const Instant start(clock);
  clock.advance(seconds(10));
  clock.step_wall(seconds(3));
  clock.tell({SyncState::synchronised, "", 0.25, 12, 0.5});
  const auto here = FileTree::open("/").value();
  const Host host{here, clock};

  RunRecord record;
  end_record(start, host, record);
  CHECK(record.finished == clock.now());
  CHECK(record.clock_at_end == clock.synchronisation());
  CHECK(record.clock_drift_seconds == Approx(3));

  record.segments.resize(2);
  end_record(start, host, record);
  CHECK(record.segments[0].finished == UtcTime{});
  CHECK(record.segments[1].finished == clock.now());
}
