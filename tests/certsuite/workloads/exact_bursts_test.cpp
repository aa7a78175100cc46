#include "certsuite/workloads/exact_bursts.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "tests/support/host_grounds.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

/// What every test needs before the first burst.
struct Floor {
  explicit Floor(std::chrono::nanoseconds duration = 1s) : effort{.duration = duration} {
    REQUIRE(team);
  }
  ExactBursts bursts(const MatrixKernel& kernel, const BurstPlan& plan) {
    auto made = ExactBursts::prepare(kernel, *team, pace, plan);
    REQUIRE(made);
    return std::move(*made);
  }

  SystemClock clock;
  Effort effort;
  Pace pace{effort, clock};
  Result<Team> team = Team::start(2);
};

constexpr BurstPlan kLittle{.seed = 1, .burst_seconds = 1e-6, .memory_bytes = 64 << 20};

TEST_CASE("exact bursts: right answers are counted with their work and nothing wrong",
          "[workloads]") {
  Floor floor;
  const auto kernel = make_builtin_kernel("test");
  auto bursts = floor.bursts(*kernel, kLittle);
  CHECK(bursts.size() == 128);

  floor.team->run([&](int member) {
    CHECK_NOTHROW(bursts.work(member));
    bursts.work(member);
  });

  for (const int member : {0, 1}) {
    const auto stretch = bursts.take(member);
    CHECK(stretch.work == 2 * bursts.flops());
    CHECK(stretch.seconds > 0);
    CHECK(stretch.checks == 2 * 4);
    CHECK(stretch.wrong == 0);
    CHECK(bursts.take(member).checks == 0);
  }
  CHECK(bursts.canary_is_caught());
}

TEST_CASE("exact bursts: a core that answers wrongly is named, and the canary is still told apart",
          "[workloads]") {
  Floor floor;
  const int core = floor.team->processor(1);
  const testing::KernelWithWrongCore kernel(core);
  auto bursts = floor.bursts(kernel, kLittle);

  floor.team->run([&](int member) {
    for (int i = 0; i < 40; ++i) {
      bursts.work(member);
    }
  });

  const auto stretch = bursts.take(1);
  CHECK(stretch.wrong == 40);
  REQUIRE(stretch.described.size() == Stretch::kDescribed);
  CHECK(stretch.described[0].device == "node/cpu:" + std::to_string(core));
  CHECK(stretch.described[0].where == "fp64 tile 0,0 row 2 column 3");
  CHECK(stretch.described[0].expected != stretch.described[0].actual);
  CHECK(stretch.described[0].mask.starts_with("0x"));
  if (floor.team->processor(0) != core) {
    CHECK(bursts.take(0).wrong == 0);
  }
  CHECK(bursts.canary_is_caught());
}

TEST_CASE("exact bursts: an answer that was left standing from the burst before is a wrong one",
          "[workloads]") {
  Floor floor;
  const testing::LazyKernel kernel;
  auto bursts = floor.bursts(kernel, {.seed = 1, .burst_seconds = 1e-6, .memory_bytes = 1 << 20});
  floor.team->run([&](int member) { bursts.work(member); });
  const auto stretch = bursts.take(0);
  CHECK(stretch.wrong == stretch.checks);  // every tile
}

TEST_CASE("exact bursts: a canary that disappears is missed", "[workloads]") {
  Floor floor;
  const auto kernel = make_builtin_kernel("test");
  auto bursts = floor.bursts(*kernel, kLittle);
  CHECK_FALSE(bursts.canary_is_caught(testing::hide_product_canary));
  CHECK(bursts.canary_is_caught());
}

TEST_CASE("exact bursts: the size grows with the burst that is asked for, not past the memory",
          "[workloads]") {
  Floor floor(60s);
  const auto kernel = make_builtin_kernel("test");
  CHECK(floor.bursts(*kernel, {.burst_seconds = 60, .memory_bytes = 16 << 20}).size() == 256);
  CHECK(floor.bursts(*kernel, {.burst_seconds = 60, .memory_bytes = 1 << 20}).size() == 128);
  CHECK(floor.bursts(*kernel, {.burst_seconds = 1e-6, .memory_bytes = 16 << 20}).size() == 128);
}

}  // namespace
}  // namespace rackproof
