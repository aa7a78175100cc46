#include <chrono>

#include <catch2/catch.hpp>

#include "certsuite/workloads/factories.h"
#include "tests/support/recording_listener.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

TEST_CASE("net_loopback: runs over this machine's own addresses, the loopback among them",
          "[workloads]") {
  testing::RecordingListener listener;
  const auto outcome = make_net_loopback()->run({.duration = 300ms, .seed = 1}, listener);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary == Canary{true, true});
  CHECK_THAT(std::string(listener.fact_named("addresses_tested")),
             Catch::Contains("127.0.0.1 on lo"));
}

TEST_CASE("net_loopback: its purpose says that no card and no cable is tested", "[workloads]") {
  CHECK_THAT(std::string(make_net_loopback()->purpose()),
             Catch::Contains("no network card, cable or switch is tested"));
}

}  // namespace
}  // namespace rackproof
