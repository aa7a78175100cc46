// Kills sending processes at random moments, 200 of them against each engine unless told otherwise,
// and the engines now and then; half way the engine is away for ten minutes. Holds what the engines
// have against what was handed in, and prints a line for each: push_kills [Catch2's options], with
// PUSH_KILLS, PUSH_OUTAGE (seconds) and PUSH_SEED from the environment. PUSH_FORGETS=1 leaves out
// what is sent again for an engine that forgets: that is to be noticed.

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>

#include <catch2/catch.hpp>

#include "probes/machine/clock.h"
#include "schemas/text.h"
#include "schemas/time.h"
#include "tests/support/push_killer.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): no other thread is here
  const auto number = text == nullptr ? Result<std::uint64_t>(otherwise) : parse_unsigned(text);
  REQUIRE(number);
  return *number;
}

void run_against(MetricsEngine::Make make, const std::string& name) {
  const TempDir directory;
  MetricsEngine engine(make);
  PushKillPlan plan;
  plan.kills = static_cast<int>(number_from("PUSH_KILLS", 200));
  plan.long_outage = std::chrono::seconds(number_from("PUSH_OUTAGE", 600));
  plan.seed = number_from("PUSH_SEED", 1);
  plan.replays = number_from("PUSH_FORGETS", 0) == 0;
  const auto outcome = kill_senders(engine, directory.at("spool"), plan);
  std::cout << format_utc(SystemClock().now()).substr(0, 19) << "Z " << name << ": "
            << outcome.kills << " senders killed, the engine " << outcome.engine_kills
            << " times, the disk full for " << outcome.full_disks << "; " << outcome.handed_in
            << " samples handed in, " << outcome.promised << " promised, " << outcome.found
            << " found; " << (outcome.broken.empty() ? "nothing broken" : outcome.broken)
            << std::endl;
  CHECK(outcome.broken == "");
}

}  // namespace

TEST_CASE("push kills: VictoriaMetrics has every promised sample once") {
  run_against(MetricsEngine::Make::victoria_metrics, "VictoriaMetrics");
}

TEST_CASE("push kills: Prometheus has every promised sample once") {
  run_against(MetricsEngine::Make::prometheus, "Prometheus");
}
