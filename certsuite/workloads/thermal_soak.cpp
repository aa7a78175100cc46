#include "certsuite/workloads/thermal_soak.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/host_load.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/recovery_watch.h"
#include "certsuite/workloads/tally.h"
#include "certsuite/workloads/team.h"
#include "probes/machine/clock.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {

namespace {

constexpr auto kRate = metrics::named("thermal_soak_flops_per_second");
constexpr auto kRatio = metrics::named("thermal_soak_rate_ratio");
constexpr auto kWrong = metrics::named("thermal_soak_mismatch_count");

/// Length of the turn of multiplication; the memory's turn is half as long.
double turn_seconds(const Pace& pace) {
  return std::clamp(pace.planned_seconds() / 100, 0.02, 2.0);
}

class ThermalSoakRun {
 public:
  ThermalSoakRun(const Effort& effort, WorkloadListener& listener, const HostGround& ground,
                 Team team)
      : effort_(effort),
        pace_(effort, clock_),
        listener_(listener),
        ground_(ground),
        team_(std::move(team)),
        tally_(pace_, listener),
        windows_(pace_, listener, kRate, kWrong) {}

  Result<WorkloadOutcome> run() {
    windows_.add_device(std::string(kNodeId));
    const double turn = turn_seconds(pace_);
    auto load = HostLoad::prepare(
        ground_, team_, pace_,
        {.seed = effort_.seed, .burst_seconds = turn / 4, .lap_seconds = turn / 4});
    if (!load) {
      return std::move(load).error();
    }
    const double warm = pace_.elapsed_seconds() + pace_.warm_up_seconds();
    do {
      cycle(*load);
    } while (pace_.elapsed_seconds() < warm && !pace_.is_over());
    const Canary canary{.planted = true, .caught = load->canary_is_caught()};
    window_ = {};
    windows_.warm_up_over();
    while (pace_.left_seconds() > longest_cycle_) {
      cycle(*load);
      if (windows_.lap_over()) {
        compare_with_first();
      }
    }
    if (windows_.finish()) {
      compare_with_first();
    }
    tell_facts(*load);
    return tally_.outcome(canary);
  }

 private:
  void cycle(HostLoad& load) {
    const double start = pace_.elapsed_seconds();
    const double turn = turn_seconds(pace_);
    team_.run([&](int member) {
      load.multiply_until(member, start + turn);
      load.stream_until(member, start + turn * 1.5);
    });
    const auto done = load.bring_home(tally_);
    windows_.add(0, done.flops, done.flop_seconds / team_.size(), done.wrong);
    window_.flops += done.flops;
    window_.flop_seconds += done.flop_seconds;
    bytes_ += done.bytes;
    byte_seconds_ += done.byte_seconds / team_.size();
    longest_cycle_ = std::max(longest_cycle_, pace_.elapsed_seconds() - start);
  }

  /// The window that just ended is one of the first, or is held against their median.
  void compare_with_first() {
    constexpr double kLongPhase = 30;
    const std::size_t wanted = pace_.planned_seconds() >= kLongPhase ? 10 : 3;
    const auto window = std::exchange(window_, LoadDone{});
    if (window.flop_seconds <= 0) {
      return;
    }
    const double rate = window.flops / window.flop_seconds;
    if (first_.size() < wanted) {
      first_.push_back(rate);
      first_median_ = median_of(first_);
      return;
    }
    listener_.window({.device = std::string(kNodeId),
                      .metric = std::string(kRatio->name),
                      .ended = pace_.now(),
                      .seconds = window.flop_seconds / team_.size(),
                      .value = rate / first_median_});
  }

  void tell_facts(const HostLoad& load) {
    load.tell_facts(listener_);
    listener_.fact({"multiplication_turn_seconds", format_double(turn_seconds(pace_)), "s"});
    listener_.fact({"memory_turn_seconds", format_double(turn_seconds(pace_) / 2), "s"});
    listener_.fact({"first_windows", std::to_string(first_.size()), "1"});
    listener_.fact(
        {"first_windows_rate", format_double(std::round(first_median_ * team_.size())), "FLOP/s"});
    if (byte_seconds_ > 0) {
      listener_.fact(
          {"memory_mean_rate", format_double(std::round(bytes_ / byte_seconds_)), "B/s"});
    }
  }

  SystemClock clock_;
  const Effort& effort_;
  Pace pace_;
  WorkloadListener& listener_;
  const HostGround& ground_;
  Team team_;
  Tally tally_;
  Windows windows_;
  LoadDone window_;            ///< Since the last window ended.
  std::vector<double> first_;  ///< Rates of one processor in the first windows, FLOP/s.
  double first_median_ = 0;
  double longest_cycle_ = 0;
  double bytes_ = 0;
  double byte_seconds_ = 0;
};

class ThermalSoak final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "thermal_soak"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Keeps all processors and main memory hot together with checked work: finds cooling "
           "that does not hold, clocks that fall with heat, and parts that err only when hot.";
  }
  [[nodiscard]] std::vector<std::string_view> measurements() const override {
    return {kRate->name, kRatio->name, kWrong->name};
  }
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override { return ""; }

  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    auto left = effort;
    auto ground = open_host_ground(left);
    if (!ground) {
      return std::move(ground).error();
    }
    return run_thermal_soak(left, listener, *ground);
  }
};

}  // namespace

Result<WorkloadOutcome> run_thermal_soak(const Effort& effort, WorkloadListener& listener,
                                         const HostGround& ground) {
  auto team = Team::start(effort.threads);
  if (!team) {
    return std::move(team).error();
  }
  return ThermalSoakRun(effort, listener, ground, std::move(*team)).run();
}

std::unique_ptr<Workload> make_thermal_soak() {
  return std::make_unique<ThermalSoak>();
}

}  // namespace rackproof
