#include "certsuite/workloads/host_ground.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "tests/support/host_grounds.h"

namespace rackproof {
namespace {

TEST_CASE("host ground: this machine offers memory and something that multiplies", "[workloads]") {
  Effort effort{.duration = std::chrono::seconds(1)};
  const auto ground = open_host_ground(effort);
  REQUIRE(ground);
  REQUIRE(ground->matrix);
  CHECK_FALSE(ground->matrix->facts().empty());
  CHECK(ground->memory_bytes > 1 << 20);
  CHECK_FALSE(ground->triad.name.empty());
  CHECK(effort.duration < std::chrono::seconds(1));
}

TEST_CASE("host ground: an array is four caches, less where memory or time is short",
          "[workloads]") {
  auto ground = testing::little_host();
  ground.memory_bytes = std::uint64_t{1} << 30U;
  CHECK(triad_array_bytes(ground, 60) == 4 << 20);
  CHECK(triad_array_bytes(ground, 0.1) == 2000000);
  ground.memory_bytes = 30 << 20;
  CHECK(triad_array_bytes(ground, 60) == 1 << 20);
  ground.memory_bytes = std::uint64_t{1} << 40U;
  ground.last_cache_bytes = 0;
  CHECK(triad_array_bytes(ground, 60) == 256 << 20);
}

TEST_CASE("host ground: halves share all members, the first takes the odd one", "[workloads]") {
  CHECK(in_first_half(0, 1));
  CHECK(in_first_half(0, 2));
  CHECK_FALSE(in_first_half(1, 2));
  CHECK(in_first_half(1, 3));
  CHECK_FALSE(in_first_half(2, 3));
}

}  // namespace
}  // namespace rackproof
