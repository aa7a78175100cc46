#include "certsuite/runner_watch.h"

#include <csignal>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "tests/support/plan_parts.h"

using namespace rackproof;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

class CountingProgress final : public ProgressListener {
 public:
  void run_started(const Plan& /*plan*/) override { ++calls; }
  void step_started(std::size_t /*index*/, const PlannedStep& /*step*/) override { ++calls; }
  void tick(std::chrono::nanoseconds /*elapsed*/) override { ++ticks; }
  void step_finished(std::size_t /*index*/, const Step& /*step*/) override { ++calls; }
  void run_finished(const RunRecord& /*record*/) override { ++calls; }

  int calls = 0;  // not atomic on purpose: the watch promises one call at a time
  int ticks = 0;
};

}  // namespace

TEST_CASE("watch: ticks and told calls never meet", "[runner]") {
  const SystemClock clock;
  CountingProgress progress;
  {
    Watch watch(clock, nullptr, progress, milliseconds(1));
    for (int i = 0; i < 1000; ++i) {
      watch.tell([](ProgressListener& listener) { listener.run_started(Plan{}); });
    }
    rest(milliseconds(30), watch.stop());
  }
  CHECK(progress.calls == 1000);
  CHECK(progress.ticks > 0);
}

TEST_CASE("watch: a signal ends the run and says which", "[runner]") {
  auto signals = TerminationSignals::open();
  REQUIRE(signals);
  const SystemClock clock;
  CountingProgress progress;
  Watch watch(clock, &*signals, progress, milliseconds(5));

  ::kill(::getpid(), SIGINT);
  rest(seconds(10), watch.stop());

  CHECK(watch.stop().stop_requested());
  CHECK(watch.reason() == "ended by SIGINT");
}

TEST_CASE("watch: the first reason stays", "[runner]") {
  const SystemClock clock;
  CountingProgress progress;
  Watch watch(clock, nullptr, progress, milliseconds(5));
  CHECK(watch.reason().empty());

  watch.end_run("asked to stop");
  watch.end_run("ended by SIGTERM");

  CHECK(watch.reason() == "asked to stop");
}
