#include "certsuite/workloads/triad_stream.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "tests/support/host_grounds.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

struct Floor {
  Floor() { REQUIRE(team); }
  TriadStream stream(const TriadKernel& kernel, const StreamPlan& plan) {
    auto made = TriadStream::prepare(kernel, *team, pace, plan);
    REQUIRE(made);
    return std::move(*made);
  }

  SystemClock clock;
  Effort effort{.duration = 1s};
  Pace pace{effort, clock};
  Result<Team> team = Team::start(2);
};

constexpr StreamPlan kLittle{.array_bytes = 1 << 20, .lap_seconds = 1};

TEST_CASE("triad stream: laps are counted in STREAM's bytes, their results are right",
          "[workloads]") {
  Floor floor;
  auto stream = floor.stream(triad_kernels().back(), kLittle);
  CHECK(stream.array_bytes() == 1 << 20);

  floor.team->run([&](int member) {
    stream.lap(member);
    stream.work_until(member, 0);
  });

  const auto stretch = stream.take(1);
  CHECK(stretch.work == 2 * 3 * (1 << 19));
  CHECK(stretch.seconds > 0);
  CHECK(stretch.checks == (1 << 16));
  CHECK(stretch.wrong == 0);
  CHECK(stream.canary_is_caught());
}

TEST_CASE("triad stream: a store that never arrives is named with its place and processor",
          "[workloads]") {
  Floor floor;
  auto stream = floor.stream(testing::forgetful_triad(), kLittle);
  floor.team->run([&](int member) { stream.work_until(member, 0); });

  const auto stretch = stream.take(0);
  CHECK(stretch.wrong == 1);
  REQUIRE(stretch.described.size() == 1);
  const auto& wrong = stretch.described[0];
  CHECK(wrong.device == "node/memory");
  CHECK(wrong.where == "element 65535 at offset 0x000000000007fff8, array of cpu " +
                           std::to_string(floor.team->processor(0)));
  CHECK(wrong.actual == "0x0000000000000000");
  CHECK(wrong.mask == wrong.expected);
  CHECK(stream.canary_is_caught());
}

TEST_CASE("triad stream: a canary that disappears is missed", "[workloads]") {
  Floor floor;
  auto stream = floor.stream(triad_kernels().front(), kLittle);
  CHECK_FALSE(stream.canary_is_caught([&](std::span<std::uint64_t> words) {
    reinterpret_cast<double*>(words.data())[words.size() / 2] -= 1;
  }));
}

TEST_CASE("triad stream: arrays shrink until a lap is as short as asked", "[workloads]") {
  Floor floor;
  const auto stream =
      floor.stream(triad_kernels().front(), {.array_bytes = 8 << 20, .lap_seconds = 1e-9});
  CHECK(stream.array_bytes() == 64 << 10);
}

TEST_CASE("triad stream: without a bound on its laps it stays as large as asked", "[workloads]") {
  Floor floor;
  const auto stream = floor.stream(triad_kernels().front(), {.array_bytes = 8 << 20});
  CHECK(stream.array_bytes() == 8 << 20);
  CHECK(stream.bytes_per_lap() == 3 * (8 << 20));
}

TEST_CASE("triad stream: laps go by the kernel that was given last", "[workloads]") {
  Floor floor;
  auto stream = floor.stream(triad_kernels().front(), kLittle);
  const auto wrong_after_a_lap = [&] {
    floor.team->run([&](int member) {
      stream.lap(member);
      stream.check(member);
    });
    return stream.take(0).wrong + stream.take(1).wrong;
  };
  CHECK(wrong_after_a_lap() == 0);
  stream.use(testing::forgetful_triad());
  CHECK(wrong_after_a_lap() == 2);
  stream.use(triad_kernels().back());
  CHECK(wrong_after_a_lap() == 0);
}

}  // namespace
}  // namespace rackproof
