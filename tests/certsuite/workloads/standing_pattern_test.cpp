#include "certsuite/workloads/standing_pattern.h"

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("standing pattern: memory that keeps all four patterns is right", "[workloads]") {
  auto team = Team::start(2);
  REQUIRE(team);
  auto pattern = StandingPattern::write(*team, 200000, 3);
  REQUIRE(pattern);
  const auto words = pattern->words().size();
  CHECK(words >= 16 * kBlockWords * 2);
  CHECK(pattern->written() == 1);
  CHECK(pattern->words()[0] == ~std::uint64_t{0});
  CHECK(pattern->canary_is_caught());
  for (int i = 0; i < 5; ++i) {
    const auto seen = pattern->check_and_write_next();
    CHECK(seen.checks == static_cast<std::int64_t>(words));
    CHECK(seen.wrong == 0);
    CHECK(pattern->canary_is_caught());
  }
  CHECK(pattern->written() == 6);
  CHECK(pattern->words()[0] == 0);
}

TEST_CASE("standing pattern: a bit that flipped under any of them is named with place and mask",
          "[workloads]") {
  auto team = Team::start(2);
  REQUIRE(team);
  auto pattern = StandingPattern::write(*team, 200000, 3);
  REQUIRE(pattern);
  for (int i = 0; i < 4; ++i) {
    INFO(pattern->written());
    const auto words = pattern->words();
    words.back() ^= 0x40;  // of the last member

    const auto seen = pattern->check_and_write_next();

    CHECK(seen.wrong == 1);
    REQUIRE(seen.described.size() == 1);
    const auto& wrong = seen.described[0];
    CHECK(wrong.device == "node/memory");
    CHECK_THAT(wrong.where, Catch::StartsWith("offset " + hex_word(words.size_bytes() - 8) +
                                              " of the region, written and read by cpu " +
                                              std::to_string(team->processor(1))));
    CHECK(wrong.mask == "0x0000000000000040");
    CHECK(wrong.expected != wrong.actual);
  }
  CHECK(pattern->check_and_write_next().wrong == 0);
}

TEST_CASE("standing pattern: a canary that disappears is missed", "[workloads]") {
  auto team = Team::start(1);
  REQUIRE(team);
  auto pattern = StandingPattern::write(*team, 100000, 3);
  REQUIRE(pattern);
  CHECK_FALSE(pattern->canary_is_caught([](std::span<std::uint64_t> words) {
    words[words.size() / kBlockWords / 2 * kBlockWords + 3] ^= 1U << 17U;
  }));
  CHECK(pattern->canary_is_caught());
}

}  // namespace
}  // namespace rackproof
