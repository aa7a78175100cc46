#include <chrono>

#include <catch2/catch.hpp>

#include "certsuite/workloads/factories.h"
#include "tests/support/recording_listener.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

TEST_CASE("mem_pattern: runs on this machine as it is", "[workloads]") {
  testing::RecordingListener listener;
  const auto outcome =
      make_mem_pattern()->run({.duration = 1s, .parameters = {{"memory_share", 0.002}}}, listener);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary == Canary{true, true});
}

}  // namespace
}  // namespace rackproof
