#include "certsuite/workloads/host_load.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "probes/machine/clock.h"
#include "tests/support/host_grounds.h"
#include "tests/support/recording_listener.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

/// A team of two that is ready to work both ways.
struct Floor {
  explicit Floor(HostGround given = testing::little_host()) : ground(std::move(given)) {
    REQUIRE(team);
    auto made =
        HostLoad::prepare(ground, *team, pace, {.burst_seconds = 1e-4, .lap_seconds = 1e-3});
    REQUIRE(made);
    load.emplace(std::move(*made));
  }
  void work() {
    team->run([&](int member) {
      load->multiply_until(member, 0);
      load->stream_until(member, 0);
    });
  }

  HostGround ground;
  SystemClock clock;
  Effort effort{.duration = 1s};
  Pace pace{effort, clock};
  Result<Team> team = Team::start(2);
  std::optional<HostLoad> load;
  testing::RecordingListener listener;
  Tally tally{pace, listener};
};

TEST_CASE("host load: both works of all members add up, and both canaries are caught",
          "[workloads]") {
  Floor floor;
  floor.work();
  const auto done = floor.load->bring_home(floor.tally);
  CHECK(done.flops > 0);
  CHECK(done.flop_seconds > 0);
  CHECK(done.bytes > 0);
  CHECK(done.byte_seconds > 0);
  CHECK(done.wrong == 0);
  CHECK(floor.load->bring_home(floor.tally).flops == 0);
  CHECK(floor.load->canary_is_caught());
  CHECK(floor.tally.outcome({}).self_check == SelfCheck::correct);

  floor.load->tell_facts(floor.listener);
  CHECK(floor.listener.fact_named("library") == "built in");
  CHECK(floor.listener.fact_named("memory_kernel") == "portable");
  CHECK(floor.listener.fact_named("arrays_four_times_cache") == "no");
}

TEST_CASE("host load: wrong answers of both works are counted and told", "[workloads]") {
  auto ground = testing::little_host(
      std::make_unique<testing::KernelWithWrongCore>(allowed_processors().front()));
  ground.triad = testing::forgetful_triad();
  Floor floor(std::move(ground));
  floor.work();
  const auto done = floor.load->bring_home(floor.tally);
  CHECK(done.wrong >= 3);  // one tile, one store a member
  CHECK(floor.tally.wrong_count() == done.wrong);
  CHECK(floor.listener.mismatches.front().device ==
        "node/cpu:" + std::to_string(allowed_processors().front()));
  CHECK(floor.listener.mismatches.back().device == "node/memory");
  CHECK(floor.load->canary_is_caught());
}

TEST_CASE("host load: either canary alone that disappears is a miss", "[workloads]") {
  auto ground = testing::little_host();
  ground.hide = testing::hide_product_canary;
  CHECK_FALSE(Floor(std::move(ground)).load->canary_is_caught());
}

}  // namespace
}  // namespace rackproof
