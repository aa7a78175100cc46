#include <chrono>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

#include "tests/support/sample_maker.h"
#include "tests/wrong_inputs/wrong_input.h"

namespace rackproof::testing {
namespace {

void all_unreadable(Series& series, const Error& why) {
  for (auto& point : series) {
    point.reading = why;
  }
}

/// The points from place `from` up to `to`.
void keep_only(Series& series, std::size_t from, std::size_t to) {
  series = Series(series.begin() + static_cast<std::ptrdiff_t>(from),
                  series.begin() + static_cast<std::ptrdiff_t>(to));
}

std::vector<Fault> faults_of_sensors() {
  return {
      {"truncated sensor file",
       [](JudgedRun& run) {
         all_unreadable(run.of_second_card(kHeat),
                        {ErrorKind::malformed, "temp1_input: expected an integer, got ''"});
       },
       Outcome::inconclusive, "expected an integer, got ''"},
      {"sensor that needs root",
       [](JudgedRun& run) {
         all_unreadable(run.of_second_card(kHeat), {ErrorKind::denied, "permission denied"});
       },
       Outcome::inconclusive, "denied: permission denied (61 of 61)"},
      {"sensor that timed out most of the time",
       [](JudgedRun& run) {
         for (std::size_t i = 0; i < run.of_second_card(kHeat).size(); i += 3) {
           run.of_second_card(kHeat)[i].reading = Error{ErrorKind::timed_out, "no answer in 1 s"};
           run.of_second_card(kHeat)[i + 1].reading =
               Error{ErrorKind::timed_out, "no answer in 1 s"};
         }
       },
       Outcome::inconclusive, "more readings lack a value than have one"},
      {"sensor that says a sentinel",
       [](JudgedRun& run) {
         all_unreadable(run.of_second_card(kHeat), {ErrorKind::sentinel, "-128 stands for none"});
       },
       Outcome::inconclusive, "sentinel: -128 stands for none"},
      {"stale engine answer",
       [](JudgedRun& run) {
         all_unreadable(run.of_second_card(kHeat), {ErrorKind::stale, "10 min old"});
       },
       Outcome::inconclusive, "stale: 10 min old"},
      {"temperature is NaN",
       [](JudgedRun& run) {
         for (auto& point : run.of_second_card(kHeat)) {
           point.reading = std::nan("1");
         }
       },
       Outcome::inconclusive, "not a finite number"},
      {"temperature is minus infinity",
       [](JudgedRun& run) {
         for (auto& point : run.of_second_card(kHeat)) {
           point.reading = -std::numeric_limits<double>::infinity();
         }
       },
       Outcome::inconclusive, "not a finite number"},
      {"one reading too hot",
       [](JudgedRun& run) { run.of_second_card(kHeat)[50].reading = 85.0000001; }, Outcome::fail,
       "85.0000001 Cel, at most 85 Cel asked"},
      {"too few readings", [](JudgedRun& run) { keep_only(run.of_second_card(kHeat), 40, 49); },
       Outcome::inconclusive, "9 samples of temperature_celsius with a value, 10 asked"},
      {"sensor never read", [](JudgedRun& run) { run.of_second_card(kHeat).clear(); },
       Outcome::inconclusive, "temperature_celsius was never read there"},
      {"empty store", [](JudgedRun& run) { run.series.clear(); }, Outcome::inconclusive,
       "was never read there in that time"},
      {"samples of another day",
       [](JudgedRun& run) {
         for (auto& [key, points] : run.series.all()) {
           for (auto& point : points) {
             point.taken_at -= std::chrono::hours(24);
           }
         }
       },
       Outcome::inconclusive, "was never read there in that time"},
      {"fastest window only, the rest below the floor",
       [](JudgedRun& run) {
         auto& windows = run.of_second_card(kTriad);
         for (std::size_t i = 0; i + 1 < windows.size(); ++i) {
           windows[i].reading = 70e9 + 1e6 * static_cast<double>(i % 5);
         }
       },
       Outcome::fail, "p05 of 51 windows is 7e+10 B/s"},
      {"a rate of zero in every window",
       [](JudgedRun& run) {
         for (auto& point : run.of_second_card(kTriad)) {
           point.reading = 0.0;
         }
       },
       Outcome::fail, "p05 of 51 windows is 0 B/s"},
      {"two thirds of the windows lost",
       [](JudgedRun& run) {
         auto& windows = run.of_second_card(kTriad);
         keep_only(windows, 0, windows.size() / 3);
       },
       Outcome::inconclusive, "11 windows of mem_triad_bytes_per_second"},
      {"only this release's own probe answers",
       [](JudgedRun& run) {
         all_unreadable(run.of_second_card(kHeat),
                        {ErrorKind::not_observable, "no temperature on this path"});
       },
       Outcome::inconclusive, "not_observable: no temperature on this path"},
      {"instrument whose calibration is overdue, with a guard band",
       [](JudgedRun& run) {
         Instrument meter;
         meter.id = "PT100-3";
         meter.metric = kHeat;
         meter.expanded_uncertainty = 0.5;
         meter.uncertainty_unit = Unit::celsius;
         meter.due = "2026-01-31";
         run.record.site.instruments = {meter};
         run.criterion("heat").rule = DecisionRule::guard_band;
       },
       Outcome::inconclusive, "calibration overdue since 2026-01-31"},
      {"instrument too coarse for the room to the limit",
       [](JudgedRun& run) {
         Instrument meter;
         meter.id = "clamp";
         meter.metric = kHeat;
         meter.expanded_uncertainty = 20;
         meter.uncertainty_unit = Unit::celsius;
         run.record.site.instruments = {meter};
         run.criterion("heat").rule = DecisionRule::guard_band;
       },
       Outcome::fail, "U = 20 Cel"},
  };
}

std::vector<Fault> faults_of_counters() {
  return {
      {"one uncorrected error",
       [](JudgedRun& run) { run.of_second_card(kErrors).back().reading = std::int64_t{4}; },
       Outcome::fail, "growth of 101 samples is 1, at most 0 asked"},
      {"one error above 2^53",
       [](JudgedRun& run) {
         constexpr std::int64_t kLarge = (std::int64_t{1} << 60) + 1;
         for (auto& point : run.of_second_card(kErrors)) {
           point.reading = kLarge;
         }
         run.of_second_card(kErrors).back().reading = kLarge + 1;
       },
       Outcome::fail, "growth of 101 samples is 1, at most 0 asked"},
      {"counter reset by a driver reload",
       [](JudgedRun& run) {
         for (std::size_t i = 50; i < 101; ++i) {
           run.of_second_card(kErrors)[i].reading = std::int64_t{0};
         }
       },
       Outcome::inconclusive, "was reset"},
      {"counter at its stop",
       [](JudgedRun& run) {
         run.criterion("uncorrected").metric = "infiniband_link_downed_total";
         for (const auto* card : {"node/card:0", "node/card:1"}) {
           auto& series = run.series[{card, "infiniband_link_downed_total"}];
           for (int second = 0; second <= 100; ++second) {
             series.push_back({at_second(second), std::int64_t{255}});
           }
         }
       },
       Outcome::inconclusive, "stands at its stop, 255"},
      {"counter reading marked saturated",
       [](JudgedRun& run) {
         run.of_second_card(kErrors)[60].reading = Error{ErrorKind::saturated, "at its stop"};
       },
       Outcome::inconclusive, "read at its stop"},
      {"counter not read at the end",
       [](JudgedRun& run) { keep_only(run.of_second_card(kErrors), 0, 80); }, Outcome::inconclusive,
       "not read for 21"},
      {"counter not readable at the start",
       [](JudgedRun& run) {
         for (std::size_t i = 0; i < 15; ++i) {
           run.of_second_card(kErrors)[i].reading = Error{ErrorKind::absent, "driver loading"};
         }
       },
       Outcome::inconclusive, "absent: driver loading (15 of 15)"},
      {"counter read only once",
       [](JudgedRun& run) { keep_only(run.of_second_card(kErrors), 50, 51); },
       Outcome::inconclusive, "1 sample of memory_ecc_uncorrectable_total with a value, 2 asked"},
  };
}

}  // namespace

WrongInputs wrong_evidence() {
  return judged_faults("evidence", {faults_of_sensors(), faults_of_counters()});
}

}  // namespace rackproof::testing
