#include "certsuite/workloads/overlap.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/host_load.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/tally.h"
#include "certsuite/workloads/team.h"
#include "probes/machine/clock.h"
#include "schemas/catalogue.h"

namespace rackproof {

namespace {

constexpr auto kFlops = metrics::named("overlap_flops_per_second");
constexpr auto kBytes = metrics::named("overlap_bytes_per_second");
constexpr auto kWrong = metrics::named("overlap_mismatch_count");

class OverlapRun {
 public:
  OverlapRun(const Effort& effort, WorkloadListener& listener, const HostGround& ground, Team team)
      : effort_(effort),
        pace_(effort, clock_),
        listener_(listener),
        ground_(ground),
        team_(std::move(team)),
        tally_(pace_, listener),
        windows_(pace_, listener, kFlops, kWrong) {}

  Result<WorkloadOutcome> run() {
    windows_.add_device(std::string(kNodeId));
    auto load = HostLoad::prepare(ground_, team_, pace_,
                                  {.seed = effort_.seed,
                                   .burst_seconds = turn_seconds() / 4,
                                   .lap_seconds = turn_seconds() / 3});
    if (!load) {
      return std::move(load).error();
    }
    const double warm = pace_.elapsed_seconds() + pace_.warm_up_seconds();
    do {
      both_turns(*load);
    } while (pace_.elapsed_seconds() < warm && !pace_.is_over());
    const Canary canary{.planted = true, .caught = load->canary_is_caught()};
    window_ = {};
    windows_.warm_up_over();
    while (pace_.left_seconds() > longest_) {
      both_turns(*load);
      if (windows_.lap_over()) {
        tell_bytes();
      }
    }
    if (windows_.finish()) {
      tell_bytes();
    }
    load->tell_facts(listener_);
    listener_.fact({"halves",
                    team_.size() > 1 ? "one multiplies while the other streams, then changed"
                                     : "one processor: both works turn by turn, nothing overlaps",
                    ""});
    return tally_.outcome(canary);
  }

 private:
  /// Both turns make one window: every window holds the work of both halves.
  [[nodiscard]] double turn_seconds() const { return pace_.window_seconds() / 2; }
  /// Processors that do the same work at one time, on average over both turns.
  [[nodiscard]] double at_once() const { return std::max(1.0, team_.size() / 2.0); }

  void both_turns(HostLoad& load) {
    const double start = pace_.elapsed_seconds();
    for (const bool first_multiplies : {true, false}) {
      const double until = pace_.elapsed_seconds() + turn_seconds();
      team_.run([&](int member) {
        const bool multiplies = in_first_half(member, team_.size()) == first_multiplies;
        multiplies ? load.multiply_until(member, until) : load.stream_until(member, until);
      });
    }
    const auto done = load.bring_home(tally_);
    windows_.add(0, done.flops, done.flop_seconds / at_once(), done.wrong);
    window_.bytes += done.bytes;
    window_.byte_seconds += done.byte_seconds;
    longest_ = std::max(longest_, pace_.elapsed_seconds() - start);
  }

  void tell_bytes() {
    const auto window = std::exchange(window_, LoadDone{});
    const double seconds = window.byte_seconds / at_once();
    if (seconds > 0) {
      listener_.window({.device = "node/memory",
                        .metric = std::string(kBytes->name),
                        .ended = pace_.now(),
                        .seconds = seconds,
                        .value = window.bytes / seconds});
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
  LoadDone window_;  ///< Since the last window ended.
  double longest_ = 0;
};

class Overlap final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "overlap"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Multiplies on one half of the processors while the other half streams memory, then "
           "changes the halves, all answers checked: finds faults that show only when cores, "
           "caches and memory are loaded at once.";
  }
  [[nodiscard]] std::vector<std::string_view> measurements() const override {
    return {kFlops->name, kBytes->name, kWrong->name};
  }
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override { return ""; }

  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    auto left = effort;
    auto ground = open_host_ground(left);
    if (!ground) {
      return std::move(ground).error();
    }
    return run_overlap(left, listener, *ground);
  }
};

}  // namespace

Result<WorkloadOutcome> run_overlap(const Effort& effort, WorkloadListener& listener,
                                    const HostGround& ground) {
  auto team = Team::start(effort.threads);
  if (!team) {
    return std::move(team).error();
  }
  return OverlapRun(effort, listener, ground, std::move(*team)).run();
}

std::unique_ptr<Workload> make_overlap() {
  return std::make_unique<Overlap>();
}

}  // namespace rackproof
