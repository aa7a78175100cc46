#include "certsuite/workloads/idle_recovery.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/workloads/exact_bursts.h"
#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/nap.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/parameters.h"
#include "certsuite/workloads/recovery_watch.h"
#include "certsuite/workloads/standing_pattern.h"
#include "certsuite/workloads/tally.h"
#include "certsuite/workloads/team.h"
#include "probes/machine/clock.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {

namespace {

constexpr auto kRecovery = metrics::named("idle_recovery_seconds");
constexpr auto kRatio = metrics::named("idle_recovery_rate_ratio");
constexpr auto kWrong = metrics::named("idle_recovery_mismatch_count");

constexpr double kBurstSeconds = 0.002;

/// Each member's own: how it recovers, and what its bursts took once a load was half over.
struct Wakening {
  RecoveryWatch watch;
  std::vector<double> settled;  ///< Seconds of each burst.
};

class IdleRecoveryRun {
 public:
  IdleRecoveryRun(const Effort& effort, WorkloadListener& listener, const HostGround& ground,
                  Team team)
      : effort_(effort),
        pace_(effort, clock_),
        listener_(listener),
        ground_(ground),
        team_(std::move(team)),
        tally_(pace_, listener),
        members_(static_cast<std::size_t>(team_.size())) {}

  Result<WorkloadOutcome> run() {
    if (auto ready = prepare(); !ready) {
      return std::move(ready).error();
    }
    load(false);
    static_cast<void>(slowest_ratio());
    static_cast<void>(bring_home());
    const bool in_products = bursts_->canary_is_caught(ground_.hide);
    const Canary canary{.planted = true,
                        .caught = region_->canary_is_caught(ground_.hide) && in_products};
    listener_.warm_up_over();
    double longest = 0;
    while (pace_.left_seconds() > longest) {
      const double start = pace_.elapsed_seconds();
      cycle();
      longest = std::max(longest, pace_.elapsed_seconds() - start);
    }
    tell_facts();
    return tally_.outcome(canary);
  }

 private:
  [[nodiscard]] double idle_seconds() const {
    const double usual = std::clamp(pace_.planned_seconds() / 16, 0.02, 60.0);
    return parameter(effort_, "idle_seconds", usual, 0.001, 3600);
  }
  [[nodiscard]] double load_seconds() const {
    return std::clamp(pace_.planned_seconds() / 40, 0.02, 5.0);
  }

  Result<void> prepare() {
    auto bursts = ExactBursts::prepare(*ground_.matrix, team_, pace_,
                                       {.seed = effort_.seed,
                                        .burst_seconds = kBurstSeconds,
                                        .memory_bytes = ground_.memory_bytes});
    if (!bursts) {
      return std::move(bursts).error();
    }
    bursts_.emplace(std::move(*bursts));
    constexpr double kTouchedPerSecondAndCore = 1.2e7;  // slow systems hand out pages at 1 GB/s
    const double share = parameter(effort_, "memory_share", 0.1, 0.0, 0.9);
    const double bytes =
        std::min(share * static_cast<double>(ground_.memory_bytes),
                 pace_.planned_seconds() * kTouchedPerSecondAndCore * team_.size());
    auto region = StandingPattern::write(team_, bytes, effort_.seed, ground_.places);
    if (!region) {
      return std::move(region).error();
    }
    region_.emplace(std::move(*region));
    return {};
  }

  void cycle() {
    if (ground_.disturb) {
      ground_.disturb(region_->words());
    }
    nap_until(pace_, pace_.elapsed_seconds() + idle_seconds());
    load(true);
    const double worst = slowest_recovery();
    const double ratio = slowest_ratio();
    auto wrong = bring_home();
    const auto late = region_->check_and_write_next();
    tell_answers(late, tally_);
    wrong += late.wrong;
    tell(*kRecovery, worst);
    tell(*kRatio, ratio);
    tell(*kWrong, static_cast<double>(wrong));
    ++cycles_;
  }

  /// All members at full load; what their bursts take in the second half is their rate.
  void load(bool watched) {
    const double start = pace_.elapsed_seconds();
    const double half = start + load_seconds() / 2;
    const double end = start + load_seconds();
    team_.run([&](int member) {
      if (watched) {
        members_[static_cast<std::size_t>(member)].watch.begin(start);
      }
      do {
        work_once(member, half);
      } while (pace_.elapsed_seconds() < end && !pace_.is_over());
    });
  }

  void work_once(int member, double half) {
    auto& mine = members_[static_cast<std::size_t>(member)];
    const auto burst = bursts_->work(member);
    mine.watch.burst(burst.started, burst.seconds);
    if (burst.started >= half || mine.settled.empty()) {
      mine.settled.push_back(burst.seconds);
    }
  }

  double slowest_recovery() {
    const double now = pace_.elapsed_seconds();
    double worst = 0;
    for (auto& member : members_) {
      worst = std::max(worst, member.watch.take_worst(now).value_or(0));
    }
    return worst;
  }

  /// The rate of this load over that before the idle stretch, of the member that lost most. Who did
  /// not come back to it is held to the old rate again the next time.
  double slowest_ratio() {
    double lowest = 0;
    bool any = false;
    for (auto& member : members_) {
      const double before = member.watch.usual_seconds();
      const double now = median_of(member.settled);
      if (before > 0 && now > 0) {
        lowest = any ? std::min(lowest, before / now) : before / now;
        any = true;
      }
      if (!member.watch.is_waiting()) {
        member.watch.set_usual(member.settled);
      }
      member.settled.clear();
    }
    return lowest;
  }

  std::int64_t bring_home() {
    std::int64_t wrong = 0;
    for (int member = 0; member < team_.size(); ++member) {
      const auto stretch = bursts_->take(member);
      tell_answers(stretch, tally_);
      wrong += stretch.wrong;
    }
    return wrong;
  }

  void tell(const Metric& metric, double value) {
    listener_.window({.device = std::string(kNodeId),
                      .metric = std::string(metric.name),
                      .ended = pace_.now(),
                      .seconds = load_seconds(),
                      .value = value});
  }

  void tell_facts() {
    for (const auto& fact : ground_.matrix->facts()) {
      listener_.fact(fact);
    }
    listener_.fact({"idle_stretches", std::to_string(cycles_), "1"});
    listener_.fact({"idle_seconds", format_double(idle_seconds()), "s"});
    listener_.fact({"load_seconds", format_double(load_seconds()), "s"});
    listener_.fact(
        {"region_bytes", std::to_string(region_->words().size() * sizeof(std::uint64_t)), "B"});
    listener_.fact({"matrix_size", std::to_string(bursts_->size()), "1"});
    listener_.fact({"threads", std::to_string(team_.size()), "1"});
  }

  SystemClock clock_;
  const Effort& effort_;
  Pace pace_;
  WorkloadListener& listener_;
  const HostGround& ground_;
  Team team_;
  Tally tally_;
  std::optional<ExactBursts> bursts_;
  std::optional<StandingPattern> region_;
  std::vector<Wakening> members_;  ///< By member.
  int cycles_ = 0;
};

class IdleRecovery final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "idle_recovery"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Lets the host fall idle with a pattern standing in memory, wakes it to full load and "
           "checks both: finds memory that forgets, errors that come with cooling down, and "
           "processors that are slow to come back to their rate.";
  }
  [[nodiscard]] std::vector<std::string_view> measurements() const override {
    return {kRecovery->name, kRatio->name, kWrong->name};
  }
  [[nodiscard]] std::vector<std::string_view> parameters() const override {
    return {"idle_seconds", "memory_share"};
  }
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override { return ""; }

  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    auto left = effort;
    auto ground = open_host_ground(left);
    if (!ground) {
      return std::move(ground).error();
    }
    return run_idle_recovery(left, listener, *ground);
  }
};

}  // namespace

Result<WorkloadOutcome> run_idle_recovery(const Effort& effort, WorkloadListener& listener,
                                          const HostGround& ground) {
  auto team = Team::start(effort.threads);
  if (!team) {
    return std::move(team).error();
  }
  return IdleRecoveryRun(effort, listener, ground, std::move(*team)).run();
}

std::unique_ptr<Workload> make_idle_recovery() {
  return std::make_unique<IdleRecovery>();
}

}  // namespace rackproof
