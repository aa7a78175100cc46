#include "certsuite/workloads/power_step.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/workloads/exact_bursts.h"
#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/nap.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/power_waves.h"
#include "certsuite/workloads/recovery_watch.h"
#include "certsuite/workloads/tally.h"
#include "certsuite/workloads/team.h"
#include "probes/machine/clock.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {

namespace {

constexpr auto kRate = metrics::named("power_step_flops_per_second");
constexpr auto kRecovery = metrics::named("power_step_recovery_seconds");
constexpr auto kWrong = metrics::named("power_step_mismatch_count");

/// Who works in a stretch; the others sleep.
enum class High { none, first_half, second_half, all };

/// A stretch of 10 Hz lasts 50 ms: a burst of this length still resolves its beginning.
constexpr double kBurstSeconds = 0.002;
/// A long phase swings through all waves again after this time.
constexpr double kRoundSeconds = 240;

class PowerStepRun {
 public:
  PowerStepRun(const Effort& effort, WorkloadListener& listener, const HostGround& ground,
               Team team)
      : effort_(effort),
        pace_(effort, clock_),
        listener_(listener),
        ground_(ground),
        team_(std::move(team)),
        tally_(pace_, listener),
        windows_(pace_, listener, kRate, kWrong),
        watches_(static_cast<std::size_t>(team_.size())),
        steady_(watches_.size()) {}

  Result<WorkloadOutcome> run() {
    windows_.add_device(std::string(kNodeId));
    auto bursts = ExactBursts::prepare(*ground_.matrix, team_, pace_,
                                       {.seed = effort_.seed,
                                        .burst_seconds = kBurstSeconds,
                                        .memory_bytes = ground_.memory_bytes});
    if (!bursts) {
      return std::move(bursts).error();
    }
    bursts_.emplace(std::move(*bursts));
    // Turbo budgets of half a minute are used up by then: what comes back is the sustained rate.
    find_usual_rate(std::clamp(pace_.planned_seconds() / 8, pace_.warm_up_seconds(), 30.0));
    const Canary canary{.planted = true, .caught = bursts_->canary_is_caught(ground_.hide)};
    windows_.warm_up_over();
    while (!pace_.is_over()) {
      round(std::min(pace_.left_seconds(), kRoundSeconds));
    }
    if (windows_.finish()) {
      tell_recovery();
    }
    tell_facts();
    return tally_.outcome(canary);
  }

 private:
  [[nodiscard]] bool is_high(int member, High high) const {
    return high == High::all || (high != High::none &&
                                 in_first_half(member, team_.size()) == (high == High::first_half));
  }
  RecoveryWatch& watch_of(int member) { return watches_[static_cast<std::size_t>(member)]; }

  void round(double seconds) {
    const double end = pace_.elapsed_seconds() + seconds;
    constexpr double kBesideSteady = 0.92;  // finding the usual rate takes a twentieth of each wave
    for (const auto& wave : waves_for(pace_.planned_seconds(), seconds * kBesideSteady)) {
      if (pace_.is_over()) {
        return;
      }
      const double length = wave.hertz > 0 ? wave.periods / wave.hertz : seconds / 10;
      find_usual_rate(std::clamp(length / 20, 0.005, 1.0));
      if (wave.hertz > 0) {
        swing(wave);
      } else {
        telegraph(end);
      }
    }
  }

  void swing(const Wave& wave) {
    const double start = pace_.elapsed_seconds();
    int period = 0;
    for (; period < wave.periods && !pace_.is_over(); ++period) {
      // From the start of the wave, so that a late burst does not slow the frequency down.
      stretch(wave.anti_phase ? High::first_half : High::all, start + (period + 0.5) / wave.hertz);
      stretch(wave.anti_phase ? High::second_half : High::none, start + (period + 1) / wave.hertz);
    }
    told_.push_back(format_double(wave.hertz) + " Hz " + (wave.anti_phase ? "anti" : "in") +
                    "-phase x " + std::to_string(period));
  }

  void telegraph(double end) {
    int states = 0;
    for (; pace_.elapsed_seconds() < end && !pace_.is_over(); ++states, ++telegraphed_) {
      const double until = pace_.elapsed_seconds() + telegraph_seconds(effort_.seed, telegraphed_);
      stretch(states % 2 == 0 ? High::all : High::none, std::min(end, until));
    }
    told_.push_back("telegraph x " + std::to_string(states));
  }

  /// All work without a pause; the length of their bursts in the second half is the usual one. It
  /// is a step up as any other: a member that does not come back to its old rate here keeps it and
  /// goes on waiting.
  void find_usual_rate(double seconds) {
    const double start = pace_.elapsed_seconds();
    team_.run([&](int member) { find_usual_of(member, start, start + seconds); });
    bring_home();
  }

  void find_usual_of(int member, double start, double end) {
    auto& watch = watch_of(member);
    auto& times = steady_[static_cast<std::size_t>(member)];
    if (watch.usual_seconds() > 0) {
      watch.begin(start);
    }
    do {
      const auto burst = bursts_->work(member);
      watch.burst(burst.started, burst.seconds);
      if (burst.started >= std::midpoint(start, end) || times.empty()) {
        times.push_back(burst.seconds);
      }
    } while (pace_.elapsed_seconds() < end && !pace_.is_over());
    if (!watch.is_waiting()) {
      watch.set_usual(times);
    }
    times.clear();
  }

  void stretch(High high, double end) {
    bool begins = true;
    while (pace_.elapsed_seconds() < end && !pace_.is_over()) {
      const double until = std::min(end, pace_.elapsed_seconds() + pace_.window_seconds());
      if (high == High::none) {
        nap_until(pace_, until);
      } else {
        work(high, std::exchange(begins, false), until);
      }
      bring_home();
      if (windows_.lap_over()) {
        tell_recovery();
      }
    }
  }

  /// Those who do not work go back at once and sleep until the next run of the team.
  void work(High high, bool begins, double until) {
    const double start = pace_.elapsed_seconds();
    team_.run([&](int member) {
      if (!is_high(member, high)) {
        return;
      }
      auto& watch = watch_of(member);
      if (begins) {
        watch.begin(start);
      }
      do {
        const auto burst = bursts_->work(member);
        watch.burst(burst.started, burst.seconds);
      } while (pace_.elapsed_seconds() < until && !pace_.is_over());
    });
  }

  /// The rate is the whole node's, as if all members were high: each one's rate counts alike.
  void bring_home() {
    for (int member = 0; member < team_.size(); ++member) {
      const auto stretch = bursts_->take(member);
      tell_answers(stretch, tally_);
      windows_.add(0, stretch.work, stretch.seconds / team_.size(), stretch.wrong);
    }
  }

  /// The slowest member's, in the window that just ended.
  void tell_recovery() {
    const double now = pace_.elapsed_seconds();
    std::optional<double> worst;
    for (auto& watch : watches_) {
      const auto seconds = watch.take_worst(now);
      worst = std::max(worst, seconds);  // nothing is less than any number
    }
    if (worst) {
      listener_.window({.device = std::string(kNodeId),
                        .metric = std::string(kRecovery->name),
                        .ended = pace_.now(),
                        .seconds = pace_.window_seconds(),
                        .value = *worst});
    }
  }

  void tell_facts() {
    constexpr std::size_t kRoundsTold = 20;  // a soak run repeats itself
    for (const auto& fact : ground_.matrix->facts()) {
      listener_.fact(fact);
    }
    std::string waves;
    for (std::size_t i = 0; i < std::min(told_.size(), kRoundsTold); ++i) {
      waves += (waves.empty() ? "" : ", ") + told_[i];
    }
    listener_.fact({"waves", waves, ""});
    listener_.fact({"waves_in_all", std::to_string(told_.size()), "1"});
    listener_.fact(
        {"anti_phase", team_.size() > 1 ? "half against half" : "one processor alone", ""});
    listener_.fact({"matrix_size", std::to_string(bursts_->size()), "1"});
    listener_.fact({"threads", std::to_string(team_.size()), "1"});
    listener_.fact({"window_seconds", format_double(pace_.window_seconds()), "s"});
  }

  SystemClock clock_;
  const Effort& effort_;
  Pace pace_;
  WorkloadListener& listener_;
  const HostGround& ground_;
  Team team_;
  Tally tally_;
  Windows windows_;
  std::optional<ExactBursts> bursts_;
  std::vector<RecoveryWatch> watches_;       ///< By member.
  std::vector<std::vector<double>> steady_;  ///< By member: lengths of bursts without a pause.
  std::vector<std::string> told_;            ///< The waves that were run.
  std::uint64_t telegraphed_ = 0;            ///< States so far.
};

class PowerStep final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "power_step"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Swings all processors between full load and sleep, together, half against half and at "
           "random, and checks every answer: finds supplies, regulators and cores that do not "
           "stand steps of power, and clocks that are slow to come back.";
  }
  [[nodiscard]] std::vector<std::string_view> measurements() const override {
    return {kRate->name, kRecovery->name, kWrong->name};
  }
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override { return ""; }

  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    auto left = effort;
    auto ground = open_host_ground(left);
    if (!ground) {
      return std::move(ground).error();
    }
    return run_power_step(left, listener, *ground);
  }
};

}  // namespace

Result<WorkloadOutcome> run_power_step(const Effort& effort, WorkloadListener& listener,
                                       const HostGround& ground) {
  auto team = Team::start(effort.threads);
  if (!team) {
    return std::move(team).error();
  }
  return PowerStepRun(effort, listener, ground, std::move(*team)).run();
}

std::unique_ptr<Workload> make_power_step() {
  return std::make_unique<PowerStep>();
}

}  // namespace rackproof
