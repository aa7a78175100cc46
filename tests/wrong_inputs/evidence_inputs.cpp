// Everything that may be wrong with a run, one thing at a time: none of it may yield PASS, and the
// reason must be the one that a person needs.

#include <cmath>
#include <functional>
#include <iomanip>
#include <iostream>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "schemas/enum_names.h"
#include "tests/support/judged_run.h"
#include "tests/support/sample_maker.h"

namespace rackproof {
namespace {

using testing::at_second;
using testing::JudgedRun;
using testing::kErrors;
using testing::kHeat;
using testing::kTriad;
using testing::limit;

struct Fault {
  std::string name;
  std::function<void(JudgedRun&)> happens;
  Outcome overall;
  std::string because;  ///< Must stand in the first sentence.
};

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

std::vector<Fault> faults_of_machines() {
  return {
      {"missing device", [](JudgedRun& run) { run.inventory.devices.pop_back(); }, Outcome::fail,
       "accelerator[1]"},
      {"missing device, machine named otherwise",
       [](JudgedRun& run) {
         run.reference.identity = {
             {.pci = "", .machine = "trn2.48xlarge", .architecture = "", .count = {}}};
         run.inventory.devices.pop_back();
       },
       Outcome::fail, "declares 2 of accelerator and the inventory holds 1"},
      {"driver not loaded",
       [](JudgedRun& run) {
         run.reference.identity.clear();
         run.inventory.devices.resize(1);
         run.inventory.unreadable = {{"neuron",
                                      "/sys/class/neuron_device",
                                      {ErrorKind::absent, "no such directory"},
                                      "load driver aws-neuronx"}};
       },
       Outcome::fail, "(load driver aws-neuronx)"},
      {"one device listed twice",
       [](JudgedRun& run) {
         run.reference.identity.clear();
         run.inventory.devices.back() = run.inventory.devices[1];
       },
       Outcome::fail, "holds 1"},
      {"a device too many",
       [](JudgedRun& run) {
         run.reference.identity.clear();
         auto third = run.inventory.devices.back();
         third.id = "node/card:2";
         run.inventory.devices.push_back(third);
       },
       Outcome::fail, "at most 2"},
      {"empty inventory", [](JudgedRun& run) { run.inventory.devices.clear(); },
       Outcome::inconclusive, "asked, found 0"},
      {"reference of another machine",
       [](JudgedRun& run) {
         run.reference.identity = {
             {.pci = "", .machine = "DGX H100", .architecture = "", .count = {}}};
       },
       Outcome::inconclusive, "machine 'DGX H100' asked, found 'trn2.48xlarge'"},
      {"another driver", [](JudgedRun& run) { run.inventory.software[0].version = "2.30"; },
       Outcome::fail, "driver 2.31.7.0 asked, 2.30 found"},
      {"runtime not installed", [](JudgedRun& run) { run.inventory.software.pop_back(); },
       Outcome::inconclusive, "runtime 2.35.30.0 asked, not in the inventory"},
      {"simulated machine, measured on this one",
       [](JudgedRun& run) {
         run.record.simulated = run.inventory.simulated = true;
         run.record.root = "/captures/rack7";
       },
       Outcome::invalid, "measured on another one"},
      {"captured tree passed off as this machine",
       [](JudgedRun& run) { run.record.root = "/captures/rack7"; }, Outcome::invalid,
       "does not say that it is simulated"},
      {"inventory of a captured tree", [](JudgedRun& run) { run.inventory.simulated = true; },
       Outcome::invalid, "disagree"},
  };
}

std::vector<Fault> faults_of_work() {
  return {
      {"skipped workload",
       [](JudgedRun& run) {
         run.step().status = StepStatus::skipped;
         run.step().reason = "no compiler found";
         run.reference.must_judge = {"memory", "thermal"};
         run.reference.criteria.pop_back();
       },
       Outcome::inconclusive, "phase 'triad' was skipped: no compiler found"},
      {"workload crashed",
       [](JudgedRun& run) {
         run.step().status = StepStatus::error;
         run.step().reason = "ended by SIGSEGV";
       },
       Outcome::inconclusive, "ended by SIGSEGV"},
      {"workload hung",
       [](JudgedRun& run) {
         run.step().status = StepStatus::timed_out;
         run.step().reason = "killed after 90 s";
       },
       Outcome::inconclusive, "killed after 90 s"},
      {"wrong answer",
       [](JudgedRun& run) {
         run.step().self_check = SelfCheck::wrong_answer;
         run.step().mismatch_count = 2;
         run.step().mismatches = {{"node/card:1", "tile 7", "0x10", "0x11", "0x01", 3.5}};
       },
       Outcome::fail, "first on node/card:1 at tile 7: expected 0x10, got 0x11"},
      {"wrong answer, then a better attempt",
       [](JudgedRun& run) {
         auto again = run.step();
         again.attempt = 2;
         run.step().self_check = SelfCheck::wrong_answer;
         run.record.steps.push_back(again);
       },
       Outcome::fail, "attempt 1"},
      {"a mismatch said to be correct", [](JudgedRun& run) { run.step().mismatch_count = 1; },
       Outcome::fail, "1 wrong answer "},
      {"wrong answer that no criterion looks at",
       [](JudgedRun& run) {
         auto other = run.step();
         other.phase = other.workload = "cpu_sdc";
         other.self_check = SelfCheck::wrong_answer;
         run.record.steps.push_back(other);
       },
       Outcome::fail, "answered wrongly: cpu_sdc"},
      {"canary missed", [](JudgedRun& run) { run.step().canary.caught = false; }, Outcome::invalid,
       "missed the wrong result planted in it"},
      {"canary not planted", [](JudgedRun& run) { run.step().canary = {}; }, Outcome::invalid,
       "planted no wrong result"},
      {"self check not run", [](JudgedRun& run) { run.step().self_check = SelfCheck::not_run; },
       Outcome::invalid, "did not check its answers"},
      {"self check that compared nothing", [](JudgedRun& run) { run.step().checks = 0; },
       Outcome::invalid, "did not check its answers"},
      {"another workload than asked", [](JudgedRun& run) { run.step().workload = "idle"; },
       Outcome::inconclusive, "ran idle where the reference asks for mem_triad"},
      {"no step at all", [](JudgedRun& run) { run.record.steps.clear(); }, Outcome::inconclusive,
       "has no step for phase 'triad'"},
      {"stamps out of order", [](JudgedRun& run) { run.step().measured_from = at_second(10); },
       Outcome::inconclusive, "out of order"},
      {"all windows inside the warm-up",
       [](JudgedRun& run) { run.step().measured_from = at_second(80); }, Outcome::inconclusive,
       "1 window of mem_triad_bytes_per_second with a value, 20 asked"},
      {"rate below its floor",
       [](JudgedRun& run) {
         for (auto& point : run.of_second_card(kTriad)) {
           point.reading =
               84.9e9 + 1e6 * static_cast<double>(point.taken_at.time_since_epoch().count() % 3);
         }
       },
       Outcome::fail, "at least 8.5e+10 B/s asked"},
      {"guard band without an uncertainty",
       [](JudgedRun& run) {
         for (auto& point : run.of_second_card(kTriad)) {
           point.reading = 95e9;
         }
       },
       Outcome::inconclusive, "none is known"},
  };
}

std::vector<Fault> faults_of_runs() {
  return {
      {"aborted run",
       [](JudgedRun& run) {
         run.record.status = RunStatus::aborted;
         run.record.status_reason = "SIGINT";
       },
       Outcome::inconclusive, "The run did not complete: SIGINT"},
      {"step aborted",
       [](JudgedRun& run) {
         run.step().status = StepStatus::aborted;
         run.step().reason = "SIGTERM";
         run.record.status = RunStatus::aborted;
       },
       Outcome::inconclusive, "did not complete"},
      {"clock step",
       [](JudgedRun& run) {
         run.record.disturbances = {{"clock_step", "moved by -3 s", "triad", at_second(40)}};
       },
       Outcome::invalid, "clock_step: moved by -3 s"},
      {"machine started anew",
       [](JudgedRun& run) {
         run.record.disturbances = {{"boot_id_changed", "rebooted", "*", at_second(40)}};
       },
       Outcome::invalid, "boot_id_changed"},
      {"run that ends before it starts",
       [](JudgedRun& run) { run.record.finished = at_second(-1); }, Outcome::invalid,
       "ends before it starts"},
  };
}

std::vector<Fault> faults_of_references() {
  return {
      {"limit in the wrong unit",
       [](JudgedRun& run) { run.criterion("heat").at_most = limit(85, Unit::watt); },
       Outcome::inconclusive, "given in W, which cannot be compared with Cel"},
      {"share of a part in the wrong unit",
       [](JudgedRun& run) {
         run.reference.parts[0].quantities["hbm_bandwidth"].unit = Unit::gigabyte;
       },
       Outcome::inconclusive, "given in GB, which cannot be compared with B/s"},
      {"share of an unknown quantity",
       [](JudgedRun& run) { run.criterion("triad-rate").at_least->of = "part.accelerator.x"; },
       Outcome::inconclusive, "no quantity 'part.accelerator.x'"},
      {"limits that are not public",
       [](JudgedRun& run) { run.criterion("heat").at_most->basis = Basis::not_public; },
       Outcome::inconclusive, "the limit is not public"},
      {"limit that is no number",
       [](JudgedRun& run) { run.criterion("heat").at_most = limit(std::nan(""), Unit::celsius); },
       Outcome::inconclusive, "the limit has no number"},
      {"metric that this release does not know",
       [](JudgedRun& run) { run.criterion("heat").metric = "tomorrows_metric_celsius"; },
       Outcome::inconclusive, "knows no metric 'tomorrows_metric_celsius'"},
      {"phase that the reference lacks",
       [](JudgedRun& run) { run.criterion("heat").during = "soak"; }, Outcome::inconclusive,
       "no phase 'soak'"},
      {"phase of another tier",
       [](JudgedRun& run) {
         run.record.tier = "soak";
         run.record.steps.clear();
       },
       Outcome::inconclusive, "phase 'triad' is not part of tier 'soak'"},
      {"everything advisory",
       [](JudgedRun& run) {
         run.reference.parts.clear();
         run.reference.software.clear();
         run.reference.identity.clear();
         run.reference.must_judge.clear();
         for (auto& criterion : run.reference.criteria) {
           criterion.required = false;
         }
       },
       Outcome::inconclusive, "Nothing that is required was judged"},
      {"empty reference", [](JudgedRun& run) { run.reference = {}; }, Outcome::inconclusive,
       "Nothing that is required was judged"},
      {"class that no criterion has",
       [](JudgedRun& run) { run.reference.must_judge.emplace_back("compile"); },
       Outcome::inconclusive, "Class 'compile' must be judged"},
  };
}

std::vector<Fault> all_faults() {
  std::vector<Fault> all;
  for (const auto& part : {faults_of_sensors(), faults_of_counters(), faults_of_machines(),
                           faults_of_work(), faults_of_runs(), faults_of_references()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

TEST_CASE("criteria: nothing wrong with a run yields PASS, and the reason says what it was",
          "[certsuite][criteria]") {
  REQUIRE(JudgedRun().judged().overall == Outcome::pass);
  const auto faults = all_faults();
  CHECK(faults.size() >= 40);
  for (const auto& fault : faults) {
    JudgedRun run;
    fault.happens(run);
    const auto judgement = run.judged();
    REQUIRE_FALSE(judgement.because.empty());
    std::string because;
    for (const auto& sentence : judgement.because) {
      because += sentence + " ";
    }
    std::cout << std::left << std::setw(42) << fault.name << std::setw(14)
              << word_of(kOutcomes, judgement.overall) << judgement.because.front() << "\n";
    INFO(fault.name << ": " << because);
    CHECK(judgement.overall == fault.overall);
    CHECK(because.find(fault.because) != std::string::npos);
  }
  std::cout << faults.size() << " faults, none of them PASS\n";
}

}  // namespace
}  // namespace rackproof
