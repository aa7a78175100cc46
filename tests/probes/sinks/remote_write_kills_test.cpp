#include <catch2/catch.hpp>

#include "tests/support/push_killer.h"
#include "tests/support/temp_dir.h"

using namespace rackproof::testing;

namespace {

void survives(MetricsEngine::Make make) {
  const TempDir directory;
  MetricsEngine engine(make);

  const auto outcome = kill_senders(engine, directory.at("spool"), {});

  INFO(outcome.kills << " kills, " << outcome.engine_kills << " of the engine, "
                     << outcome.handed_in << " handed in, " << outcome.promised << " promised, "
                     << outcome.found << " found");
  CHECK(outcome.broken == "");
  CHECK(outcome.kills == 20);
  CHECK(outcome.engine_kills > 0);
  CHECK(outcome.full_disks > 0);
  CHECK(outcome.promised > 100);
  CHECK(outcome.found >= outcome.promised);
  CHECK(outcome.found <= outcome.handed_in);
}

}  // namespace

TEST_CASE(
    "remote write: 20 kills of the sender and some of VictoriaMetrics lose nothing, double "
    "nothing",
    "[probes][sinks][engine]") {
  survives(MetricsEngine::Make::victoria_metrics);
}

TEST_CASE(
    "remote write: 20 kills of the sender and some of Prometheus lose nothing, double "
    "nothing, and no request is refused",
    "[probes][sinks][engine]") {
  survives(MetricsEngine::Make::prometheus);
}

TEST_CASE("remote write: a sample that is lost would be noticed", "[probes][sinks][engine]") {
  const TempDir directory;
  MetricsEngine engine(MetricsEngine::Make::prometheus);
  PushKillPlan plan;
  plan.kills = 4;
  plan.engine_every = 1;
  plan.keeps_spool = false;

  const auto outcome = kill_senders(engine, directory.at("spool"), plan);

  INFO(outcome.broken);
  CHECK(outcome.promised > 0);
  CHECK(outcome.broken.find("is lost") != std::string::npos);
}
