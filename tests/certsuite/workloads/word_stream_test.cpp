#include "certsuite/workloads/word_stream.h"

#include <bit>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

// First outputs of SplitMix64 seeded with 1234567 (the generator's published test values).
static_assert(mixed_word(1234567, 0) == 6457827717110365317U);
static_assert(mixed_word(1234567, 1) == 3203168211198807973U);

TEST_CASE("word stream: neighbours differ in about half of their bits", "[workloads]") {
  int differing = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    differing += std::popcount(mixed_word(1, i) ^ mixed_word(1, i + 1));
  }
  CHECK(differing / 1000 >= 31);
  CHECK(differing / 1000 <= 33);
}

}  // namespace
}  // namespace rackproof
