#include "cli/progress.h"

#include <sstream>

#include <catch2/catch.hpp>

#include "tests/support/progress_parts.h"

using namespace rackproof;
using namespace rackproof::testing;
using std::chrono::seconds;

TEST_CASE("progress: none says nothing", "[progress]") {
  std::ostringstream err;
  const auto listener = make_progress(ProgressStyle::none, err);
  play(*listener);
  CHECK(err.str().empty());
}

TEST_CASE("progress: the style that was asked for is the one that is made", "[progress]") {
  std::ostringstream err;
  const auto listener = make_progress(ProgressStyle::plain, err);
  play(*listener);
  CHECK(err.str().find("[1/3] idle: COMPLETE") != std::string::npos);
}
