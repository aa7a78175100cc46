#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"
#include "tests/support/store_killer.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

TEST_CASE("store: a writer killed at any moment leaves a store that opens with all it flushed",
          "[schemas][store]") {
  testing::SampleMaker dice(2026);
  std::int64_t promised = 0;
  int said = 0;
  for (std::uint64_t round = 0; round < 50; ++round) {
    const testing::TempDir dir;
    const auto outcome = testing::kill_a_writer(
        dir.path().string(), round, static_cast<std::int64_t>(500 + dice.below(120'000)));
    INFO("round " << round << ": " << outcome.promised << " promised, " << outcome.found
                  << " found, " << outcome.handed_in << " handed in");
    CHECK(outcome.broken.empty());
    CHECK(outcome.found <= outcome.handed_in);
    promised += outcome.promised;
    said += outcome.said ? 1 : 0;
  }
  CHECK(promised > 0);
  CHECK(said > 0);
}

TEST_CASE("store: a writer killed while it forgets and shrinks lost nothing that was to stay",
          "[schemas][store]") {
  testing::SampleMaker dice(2027);
  int said = 0;
  int forgot = 0;
  for (std::uint64_t round = 0; round < 25; ++round) {
    const testing::TempDir dir;
    const auto outcome = testing::kill_a_forgetter(
        dir.path().string(), round, static_cast<std::int64_t>(500 + dice.below(250'000)));
    INFO("round " << round << ": " << outcome.promised << " promised, " << outcome.found
                  << " found, " << outcome.handed_in << " handed in");
    CHECK(outcome.broken == "");
    CHECK(outcome.found <= outcome.handed_in);
    said += outcome.said ? 1 : 0;
    forgot += outcome.forgot ? 1 : 0;
  }
  CHECK(said > 0);
  CHECK(forgot > 0);
}

}  // namespace
}  // namespace rackproof
