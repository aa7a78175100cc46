#include "certsuite/workloads/pattern_region.h"

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

constexpr double kMebibyte = 1 << 20;

Team two_members() {
  auto team = Team::start(2);
  REQUIRE(team);
  return std::move(*team);
}

PatternRegion mapped(double bytes, const Team& team) {
  auto region = PatternRegion::map(bytes, team);
  REQUIRE(region);
  return std::move(*region);
}

TEST_CASE("pattern region: all of it is touched when there is time and memory", "[workloads]") {
  auto team = two_members();
  auto region = mapped(40 * kMebibyte, team);

  CHECK_FALSE(region.touch(team, {.time_is_up = [] { return false; }}));

  CHECK(region.bytes() == 40 * kMebibyte);
  CHECK(region.slice(1).words()[5] ==
        reinterpret_cast<std::uintptr_t>(&region.slice(1).words()[5]));
}

TEST_CASE("pattern region: it stops growing before the reserve is gone, and says so",
          "[workloads]") {
  auto team = two_members();
  auto region = mapped(64 * kMebibyte, team);
  std::uint64_t left = 100 << 20;

  const auto why = region.touch(team, {.time_is_up = [] { return false; },
                                       .left_bytes =
                                           [&] {
                                             left -= 16 << 20;  // what each step takes
                                             return left;
                                           },
                                       .reserve_bytes = 40 << 20});

  REQUIRE(why);
  CHECK_THAT(*why, Catch::StartsWith("memory got short: "));
  CHECK(region.bytes() == 32 * kMebibyte);
  CHECK(left >= std::uint64_t{40} << 20);
}

TEST_CASE("pattern region: what there was no time to touch is not tested", "[workloads]") {
  auto team = two_members();
  auto region = mapped(64 * kMebibyte, team);
  int looks = 0;
  CHECK_FALSE(region.touch(team, {.time_is_up = [&] { return ++looks > 1; }}));
  CHECK(region.bytes() == 16 * kMebibyte);
}

TEST_CASE("pattern region: the smallest one has room for the canary and for a copy",
          "[workloads]") {
  auto team = two_members();
  auto region = mapped(0, team);
  CHECK(region.blocks() == 16);
  CHECK(region.slice(0).pairs() == 8);
  region.shrink(0);
  CHECK(region.blocks() == 1);
}

TEST_CASE("memory reserve: 256 MiB, more on large machines", "[workloads]") {
  CHECK(memory_reserve(0) == std::uint64_t{256} << 20);
  CHECK(memory_reserve(std::uint64_t{100'000'000'000}) == 3'000'000'000);
}

}  // namespace
}  // namespace rackproof
