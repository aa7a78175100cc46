#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "cli/progress.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"
#include "tests/support/progress_parts.h"
#include "tests/support/source_dir.h"

using namespace rackproof;
using namespace rackproof::testing;
using std::chrono::seconds;

namespace {

/// The lines of a listener's output, each one read strictly.
std::vector<JsonValue> read_lines(const std::string& text) {
  std::vector<JsonValue> events;
  for (const auto line : lines(text)) {
    auto read = parse_strict_json(line);
    REQUIRE(read);
    events.push_back(*std::move(read));
  }
  return events;
}

std::string event_of(const JsonValue& line) {
  REQUIRE(line.if_object() != nullptr);
  REQUIRE(line.if_object()->front().name == "event");
  return *line.find("event")->if_string();
}

std::vector<JsonValue> of_event(const std::vector<JsonValue>& all, const std::string& event) {
  std::vector<JsonValue> chosen;
  for (const auto& line : all) {
    if (event_of(line) == event) {
      chosen.push_back(line);
    }
  }
  return chosen;
}

/// The number of that member; -1 where it is none.
double number(const JsonValue& object, std::string_view name) {
  const auto* member = object.find(name);
  return member != nullptr ? member->as_double().value_or(-1) : -1;
}

/// What everything that can be told comes out as, with a floor of 100 bytes a second.
std::vector<JsonValue> everything() {
  std::ostringstream err;
  const auto reference = triad_floor(100);
  const auto listener = make_json_progress(err, &reference);
  play_everything(*listener);
  return read_lines(err.str());
}

/// "progress hottest.celsius" for each member of each line. The members of "rates" are metrics.
using Members = std::set<std::string>;

void add_members(const std::string& above, const JsonValue& object, Members& members) {
  for (const auto& member : *object.if_object()) {
    const auto path = above + member.name;
    if (member.name != "event") {
      members.insert(path);
    }
    if (member.value.if_object() != nullptr && member.name != "rates") {
      add_members(path + ".", member.value, members);
    }
  }
}

Members members_of(const std::vector<JsonValue>& all) {
  Members members;
  for (const auto& line : all) {
    add_members(event_of(line) + " ", line, members);
  }
  return members;
}

/// The same of the table in docs/progress.md: its rows "| `event` | `member` | ... |".
Members documented_members() {
  std::ifstream file(rackproof::testing::source_dir() + "/docs/progress.md");
  const std::string page(std::istreambuf_iterator<char>(file), {});
  Members members;
  for (const auto line : lines(page)) {
    const auto cells = split(line, '`');
    if (line.starts_with("| `") && cells.size() >= 5 && cells[2] == " | ") {
      members.insert(std::string(cells[1]) + " " + std::string(cells[3]));
    }
  }
  return members;
}

}  // namespace

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

TEST_CASE("progress: JSON tells of the step's rates, the hottest part and the worst margin",
          "[progress]") {
  const auto progress = of_event(everything(), "progress");
  REQUIRE(progress.size() == 3);
  CHECK(progress[0].find("rates")->if_object()->empty());
  CHECK(progress[0].find("hottest")->is_null());
  CHECK(progress[0].find("worstMargin")->is_null());

  const auto& last = progress[2];
  CHECK(*last.find("phase")->if_string() == "gemm");
  CHECK(number(last, "elapsedSeconds") == 7.0);
  CHECK(number(last, "fraction") == Approx((2.0 + 5) / 8));
  CHECK(number(last, "remainingSeconds") == Approx(10.0 / 8));
  CHECK(number(*last.find("rates"), "mem_triad_bytes_per_second") == 120.0);
  CHECK(*last.find("hottest")->find("device")->if_string() == "node/sensor");
  CHECK(number(*last.find("hottest"), "celsius") == 61.0);
  CHECK(*last.find("worstMargin")->find("criterion")->if_string() == "bandwidth");
  CHECK(*last.find("worstMargin")->find("device")->if_string() == "node/memory");
  CHECK(number(*last.find("worstMargin"), "margin") == Approx(0.2));
}

TEST_CASE("progress: JSON tells of a disturbance at once and of a step's end with its reason",
          "[progress]") {
  const auto all = everything();
  const auto disturbances = of_event(all, "disturbance");
  REQUIRE(disturbances.size() == 1);
  CHECK(*disturbances[0].find("code")->if_string() == "foreign_load");
  CHECK(*disturbances[0].find("phase")->if_string() == "gemm");
  CHECK(*disturbances[0].find("touches")->if_string() == "rates");
  CHECK(*disturbances[0].find("text")->if_string() == "2 of 2 busy");

  const auto ends = of_event(all, "step_finished");
  REQUIRE(ends.size() == 3);
  CHECK(*ends[2].find("status")->if_string() == "SKIP");
  CHECK(*ends[2].find("reason")->if_string() == "no gcc");
  CHECK(number(ends[1], "seconds") == 6.0);
}

TEST_CASE("progress: JSON tells of progress once a beat, and only while a step runs",
          "[progress]") {
  std::ostringstream err;
  const auto listener = make_json_progress(err, nullptr, seconds(10));
  const auto plan = three_steps();
  listener->run_started(plan);
  listener->tick(seconds(30));
  listener->step_started(1, plan.steps[1]);
  for (int second = 31; second <= 55; ++second) {
    listener->tick(seconds(second));
  }
  listener->step_finished(1, done("gemm"));
  listener->tick(seconds(90));

  std::vector<double> told;
  for (const auto& line : of_event(read_lines(err.str()), "progress")) {
    told.push_back(number(line, "elapsedSeconds"));
  }
  CHECK(told == std::vector<double>{31, 41, 51});
}

TEST_CASE("docs: every member of a JSON line is documented, and every one documented is printed",
          "[progress][docs]") {
  const auto printed = members_of(everything());
  const auto documented = documented_members();
  REQUIRE(printed.size() > 20);
  for (const auto& member : printed) {
    INFO("printed, not documented: " << member);
    CHECK(documented.contains(member));
  }
  for (const auto& member : documented) {
    INFO("documented, not printed: " << member);
    CHECK(printed.contains(member));
  }
}
