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

TEST_CASE("progress: both hear everything, in the same words", "[progress]") {
  const auto reference = triad_floor(100);
  std::ostringstream alone;
  play_everything(*make_json_progress(alone, &reference));

  std::ostringstream first;
  std::ostringstream second;
  const auto one = make_json_progress(first, &reference);
  const auto two = make_json_progress(second, &reference);
  play_everything(*make_both_progress(*one, *two));
  CHECK(first.str() == alone.str());
  CHECK(second.str() == alone.str());
  CHECK(alone.str().find("\"disturbance\"") != std::string::npos);
}
