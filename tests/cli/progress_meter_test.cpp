#include "cli/progress_meter.h"

#include <catch2/catch.hpp>

#include "tests/support/progress_parts.h"

using namespace rackproof;
using namespace rackproof::testing;
using std::chrono::seconds;

TEST_CASE("progress: fraction and remaining follow the planned work, skipped steps are none",
          "[progress]") {
  ProgressMeter meter;
  meter.start(three_steps());
  meter.begin_step(0);
  CHECK(meter.fraction() == 0);
  CHECK(meter.remaining() == seconds(10));
  meter.tick(seconds(2));
  meter.end_step();
  CHECK(meter.fraction() == Approx(0.25));
  meter.begin_step(1);
  meter.tick(seconds(5));
  CHECK(meter.fraction() == Approx(0.625));
  CHECK(meter.position() == "[2/3]");
  meter.tick(seconds(50));
  CHECK(meter.fraction() == Approx(1.0));
  CHECK(meter.remaining() == seconds(0));
}

TEST_CASE("progress: a plan without work is done at once", "[progress]") {
  ProgressMeter meter;
  meter.start(Plan{});
  CHECK(meter.fraction() == 1.0);
}

TEST_CASE("progress: the line keeps to the terminal's width", "[progress]") {
  ProgressMeter meter;
  meter.start(three_steps());
  meter.begin_step(1);
  meter.tick(seconds(3));

  CHECK(progress_line(meter, 79).size() <= 79);
  CHECK(progress_line(meter, 79).find("[###") != std::string::npos);
  CHECK(progress_line(meter, 79).find("0:03 gone") != std::string::npos);
  CHECK(progress_line(meter, 50).find('#') == std::string::npos);
  CHECK(progress_line(meter, 20).size() == 20);
}

TEST_CASE("progress: clocks read like clocks", "[progress]") {
  CHECK(format_clock(seconds(7)) == "0:07");
  CHECK(format_clock(seconds(754)) == "12:34");
  CHECK(format_clock(seconds(3723)) == "1:02:03");
}

TEST_CASE("progress: rest before a step is work to come, and reading around it is time to come",
          "[progress]") {
  auto plan = three_steps();
  plan.steps[1].settle_seconds = 8;
  ProgressMeter meter;
  meter.start(plan);
  meter.begin_step(0);
  meter.tick(seconds(2));
  meter.end_step();
  CHECK(meter.fraction() == Approx(2.0 / 16));
  CHECK(meter.remaining() == std::chrono::milliseconds(15750));
  meter.begin_step(1);
  meter.tick(seconds(2 + 8));
  CHECK(meter.fraction() == Approx(10.0 / 16));
}

TEST_CASE(
    "progress: a step that ends early is done all the same, one that was skipped adds nothing",
    "[progress]") {
  ProgressMeter meter;
  meter.start(three_steps());
  meter.begin_step(1);
  meter.tick(seconds(1));
  CHECK(meter.in_step());
  meter.end_step();
  CHECK_FALSE(meter.in_step());
  CHECK(meter.fraction() == Approx(6.0 / 8));
  meter.begin_step(2);
  meter.tick(seconds(9));
  CHECK(meter.fraction() == Approx(6.0 / 8));
  meter.end_step();
  CHECK(meter.fraction() == Approx(6.0 / 8));
}

TEST_CASE("progress: a clock that jumps back shows no negative work", "[progress]") {
  ProgressMeter meter;
  meter.start(three_steps());
  meter.tick(seconds(5));
  meter.begin_step(0);
  meter.tick(seconds(3));
  CHECK(meter.fraction() == 0);
}

TEST_CASE("progress: a plan that is started anew forgets the one before", "[progress]") {
  ProgressMeter meter;
  meter.start(three_steps());
  meter.begin_step(1);
  meter.tick(seconds(6));
  meter.end_step();
  meter.start(three_steps());
  CHECK(meter.fraction() == 0);
  CHECK(meter.elapsed() == seconds(0));
  CHECK(meter.position() == "[1/3]");
}
