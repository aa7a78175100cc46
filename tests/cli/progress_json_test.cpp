#include <sstream>

#include <catch2/catch.hpp>

#include "cli/progress.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"
#include "tests/support/progress_parts.h"

using namespace rackproof;
using namespace rackproof::testing;
using std::chrono::seconds;

TEST_CASE("progress: JSON lines are strict JSON, one event each", "[progress]") {
  std::ostringstream err;
  const auto listener = make_json_progress(err);
  play(*listener);
  listener->run_finished(RunRecord{});

  const auto text = err.str();
  std::vector<std::string> events;
  for (const auto line : lines(text)) {
    const auto read = parse_strict_json(line);
    REQUIRE(read);
    events.push_back(*read->find("event")->if_string());
  }
  CHECK(events == std::vector<std::string>{"run_started", "step_started", "progress",
                                           "step_finished", "step_started", "progress",
                                           "run_finished"});
}
