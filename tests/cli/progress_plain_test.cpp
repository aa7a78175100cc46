#include <sstream>

#include <catch2/catch.hpp>

#include "cli/progress.h"
#include "tests/support/progress_parts.h"

using namespace rackproof;
using namespace rackproof::testing;
using std::chrono::seconds;

TEST_CASE("progress: plain lines say what starts and how it ended", "[progress]") {
  std::ostringstream err;
  const auto listener = make_plain_progress(err);
  play(*listener);
  auto skipped = done("compile", StepStatus::skipped);
  skipped.reason = "no gcc";
  listener->step_finished(2, skipped);

  const auto text = err.str();
  CHECK(text.find("[1/3] idle: idle, 0:10 to go\n") != std::string::npos);
  CHECK(text.find("[1/3] idle: COMPLETE in 6.0 s\n") != std::string::npos);
  CHECK(text.find("compile: SKIP, no gcc\n") != std::string::npos);
  CHECK(text.find('\r') == std::string::npos);
}
