#include "reports/readings_check.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "tests/reports/kept_samples.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

const char* const kFirst = "samples.db: the minute from 2026-11-21T05:17:00.000000000Z";

/// Two devices in two minutes, one reading of which came late.
struct Ground {
  RunRecord record;
  KeptSamples kept;
  ToldReadings told;

  Ground() {
    kept.flushes = {{{0, celsius(), minute(0), 40.5},
                     {0, celsius(), minute(1), 41.0},
                     {1, hertz(), minute(1), std::int64_t{2'000'000'000}},
                     {0, celsius(), minute(61), Error{ErrorKind::denied, "no"}}},
                    {{1, hertz(), minute(2), std::int64_t{1'000'000'000}}}};
    told.stretches = {first(), second()};
    const auto late = reading_row(minute(2), std::int64_t{1'000'000'000});
    told.late = {{"node/b", "cpu_frequency_hertz", late.substr(0, late.size() - 1)}};
  }
  static ReadingsKept first() {
    return told_minute(
        minute(0),
        {{"node/a", celsius(), reading_row(minute(0), 40.5) + reading_row(minute(1), 41.0)},
         {"node/b", hertz(), reading_row(minute(1), std::int64_t{2'000'000'000})}});
  }
  static ReadingsKept second() {
    return told_minute(
        minute(60), {{"node/a", celsius(), reading_row(minute(61), Error{ErrorKind::denied, ""})}});
  }
  [[nodiscard]] Result<HeldReadings> check() const {
    const TempDir dir;
    return check_readings(*kept.opened(dir), told, record);
  }
  [[nodiscard]] std::string refusal() const {
    const auto held = check();
    REQUIRE_FALSE(held);
    CHECK(held.error().kind == ErrorKind::untrusted);
    return held.error().message;
  }
};

}  // namespace

TEST_CASE("readings check: samples that the journal tells of hold, late ones apart",
          "[reports][journal]") {
  const Ground ground;
  const auto held = ground.check();
  INFO((held ? "" : held.error().message));
  REQUIRE(held);
  CHECK(held->readings == 5);
  CHECK(held->sentence() ==
        "samples.db: all 5 readings are those that the journal tells of, 2 minutes made anew");
}

TEST_CASE("readings check: samples that are not what the journal tells are refused by the minute",
          "[reports][journal]") {
  Ground ground;
  auto& samples = ground.kept.flushes[0];
  SECTION("50.33 an altered reading") {
    samples[1].reading = 41.5;
    CHECK(ground.refusal() == std::string(kFirst) +
                                  ": its 3 readings of 2 series are not those that the journal "
                                  "tells of: altered since");
  }
  SECTION("50.34 a reading taken out") {
    samples.erase(samples.begin());
    CHECK(ground.refusal() == std::string(kFirst) +
                                  ": samples.db holds 2 readings of 2 series, the journal tells "
                                  "of 3 readings of 2 series: readings are missing");
  }
  SECTION("50.35 a reading put in") {
    samples.push_back({0, celsius(), minute(5), 39.0});
    CHECK(ground.refusal() == std::string(kFirst) +
                                  ": samples.db holds 4 readings of 2 series, the journal tells "
                                  "of 3 readings of 2 series: more than the run read");
  }
  SECTION("50.36 readings in a minute of which the journal tells nothing") {
    samples.push_back({0, celsius(), minute(130), 39.0});
    CHECK(ground.refusal() ==
          "samples.db: node/a: the minute from 2026-11-21T05:19:00.000000000Z: temperature_celsius "
          "has 1 "
          "readings of which the journal tells nothing");
  }
  SECTION("50.37 a reading moved to another device") {
    samples[1] = {1, celsius(), minute(1), 41.0};
    CHECK(ground.refusal() == std::string(kFirst) +
                                  ": samples.db holds 3 readings of 3 series, the journal tells "
                                  "of 3 readings of 2 series: readings of another series");
  }
  SECTION("50.38 a listed late reading taken out") {
    ground.kept.flushes.pop_back();
    CHECK(ground.refusal() ==
          "samples.db: node/b cpu_frequency_hertz, 1795238222000000000\\x09i1000000000: a late "
          "reading that the journal lists is missing");
  }
  SECTION("50.39 a reason turned into a value") {
    samples[3].reading = 40.0;
    CHECK(ground.refusal() ==
          "samples.db: the minute from 2026-11-21T05:18:00.000000000Z: its 1 readings of 1 series "
          "are not "
          "those that the journal tells of: altered since");
  }
  SECTION("50.40 more late readings than the journal counts") {
    ground.told.late.clear();
    ground.told.left_out = 1;
    const auto held = ground.check();
    REQUIRE(held);
    CHECK(held->unlisted == 1);
    CHECK(held->unproven == 1);
    CHECK(held->sentence() ==
          "samples.db: 1 readings came late and are in no line of the journal: the 1 minutes that "
          "hold them are not held against it");
    samples.push_back({0, celsius(), minute(70), 39.0});
    CHECK(ground.refusal() ==
          "samples.db: 2 readings are in no line, the journal counts 1 late ones that it does "
          "not list");
  }
  SECTION("50.41 all samples of the run taken out") {
    ground.kept.flushes = {{}};
    CHECK(ground.refusal() == std::string(kFirst) +
                                  ": samples.db holds 0 readings of 0 series, the journal tells "
                                  "of 3 readings of 2 series: readings are missing");
  }
}

TEST_CASE("readings check: a minute of late readings alone is not held against the journal either",
          "[reports][journal]") {
  Ground ground;
  ground.told.left_out = 2;
  ground.kept.flushes[0].push_back({0, celsius(), minute(130), 39.0});
  ground.kept.flushes[0].push_back({1, celsius(), minute(131), 39.0});
  const auto held = ground.check();
  REQUIRE(held);
  CHECK(held->unlisted == 2);
  CHECK(held->unproven == 1);
}

TEST_CASE("readings check: a refusal names the steps that were at work", "[reports][journal]") {
  Ground ground;
  ground.kept.flushes[0][1].reading = 41.5;
  Step step;
  step.phase = "hbm";
  step.started = minute(10);
  step.finished = minute(30);
  Step later = step;
  later.started = minute(60);
  later.finished = minute(90);
  ground.record.steps = {step, later};
  CHECK(ground.refusal().starts_with(std::string(kFirst) +
                                     ", while step hbm, attempt 1 ran: its 3 readings"));
}

TEST_CASE("readings check: readings that the store brings in another order still hold",
          "[reports][journal]") {
  Ground ground;
  ground.kept.flushes = {{ground.kept.flushes[0][1], ground.kept.flushes[0][0],
                          ground.kept.flushes[0][2], ground.kept.flushes[0][3]},
                         ground.kept.flushes[1]};
  CHECK(ground.check());
}

TEST_CASE("readings check: the lines of a journal tell each minute once and in order",
          "[reports][journal]") {
  ToldReadings told;
  REQUIRE(told.take(Ground::first()));
  SECTION("50.42 a minute told twice") {
    CHECK(told.take(Ground::first()).error().message ==
          "tells of the minute from 2026-11-21T05:17:00.000000000Z behind that from "
          "2026-11-21T05:17:00.000000000Z");
  }
  SECTION("50.43 a stretch that is no minute of the clock") {
    auto line = Ground::second();
    line.until += std::chrono::seconds(1);
    CHECK(told.take(line).error().message ==
          "tells of readings over something else than a minute of the clock");
  }
}

TEST_CASE("readings check: of many steps in a minute that differs the first few are named",
          "[reports][journal]") {
  Ground ground;
  for (int attempt = 1; attempt <= 7; ++attempt) {
    Step step;
    step.phase = "hbm";
    step.attempt = attempt;
    step.started = minute(0);
    step.finished = minute(30);
    ground.record.steps.push_back(step);
  }
  ground.kept.flushes[0][1].reading = 41.5;
  CHECK(ground.refusal() ==
        std::string(kFirst) +
            ", while step hbm, attempt 1, and hbm, attempt 2, and hbm, attempt 3, and hbm, attempt "
            "4, and 3 others ran: its 3 readings of 2 series are not those that the journal tells "
            "of: altered since");
}

TEST_CASE("readings check: steps are asked for only where a minute differs",
          "[reports][journal][hostile]") {
  constexpr int kMinutes = 300;
  constexpr int kSteps = 100'000;
  Ground ground;
  ground.told = {};
  Samples samples;
  for (int i = 0; i < kMinutes; ++i) {
    samples.push_back({0, celsius(), minute(60 * i), 40.5});
    ground.told.stretches.push_back(
        told_minute(minute(60 * i), {{"node/a", celsius(), reading_row(minute(60 * i), 40.5)}}));
  }
  ground.kept.flushes = {samples};
  Step step;
  step.phase = "hbm";
  step.started = minute(0);
  step.finished = minute(60 * kMinutes);
  ground.record.steps.assign(kSteps, step);
  const auto held = ground.check();
  INFO((held ? "" : held.error().message));
  REQUIRE(held);
  CHECK(held->stretches == kMinutes);
}
