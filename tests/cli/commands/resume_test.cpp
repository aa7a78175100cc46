#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/support/run_killer.h"
#include "tests/support/temp_dir.h"

using namespace rackproof::testing;

TEST_CASE("certify: killed twenty times at random moments, no step is lost or done twice",
          "[cli][resume]") {
  int kills = 0;
  for (std::uint64_t seed = 1; kills < 20; ++seed) {
    const TempDir dir;
    const auto run =
        kill_a_run(RACKPROOF_PROGRAM, dir.path().string(), seed, std::min(5, 20 - kills));
    kills += run.kills;
    INFO("seed " << seed << " after " << run.kills << " kills");
    CHECK(run.broken == "");
  }
}
