#include <sstream>

#include <catch2/catch.hpp>

#include "cli/progress.h"
#include "tests/support/progress_parts.h"

using namespace rackproof;
using namespace rackproof::testing;
using std::chrono::seconds;

TEST_CASE("progress: the bar redraws only what changed, and its end leaves a clean line",
          "[progress]") {
  std::ostringstream err;
  const auto listener = make_bar_progress(err);
  play(*listener);
  const auto once = err.str().size();
  listener->tick(seconds(5));
  CHECK(err.str().size() == once);
  listener->run_finished(RunRecord{});
  CHECK(err.str().ends_with("\r\x1b[K"));
}
