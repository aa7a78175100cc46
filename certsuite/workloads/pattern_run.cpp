#include "certsuite/workloads/pattern_run.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/workloads/memory_place.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/parameters.h"
#include "certsuite/workloads/pattern_lap.h"
#include "certsuite/workloads/pattern_region.h"
#include "certsuite/workloads/tally.h"
#include "certsuite/workloads/team.h"
#include "probes/machine/clock.h"
#include "probes/machine/page_map.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {

namespace {

constexpr auto kRate = metrics::named("mem_pattern_bytes_per_second");
constexpr auto kWrong = metrics::named("mem_pattern_mismatch_count");
constexpr auto kTested = metrics::named("mem_pattern_tested_bytes");
constexpr auto kShare = metrics::named("mem_pattern_tested_ratio");

/// A member's step between two looks at the clock: 64 MiB, some milliseconds.
constexpr std::size_t kStepBlocks =
    (std::size_t{64} << 20U) / (kBlockWords * sizeof(std::uint64_t));

constexpr double kLongPhase = 240;  ///< Seconds.

class PatternRun {
 public:
  PatternRun(const Effort& effort, WorkloadListener& listener, const PatternGround& ground,
             Team team)
      : effort_(effort),
        pace_(effort, clock_),
        listener_(listener),
        ground_(ground),
        team_(std::move(team)),
        tally_(pace_, listener),
        windows_(pace_, listener, kRate, kWrong),
        results_(static_cast<std::size_t>(team_.size())) {}

  Result<WorkloadOutcome> run() {
    windows_.add_device("node/memory");
    const double share = parameter(effort_, "memory_share", 0.25, 0.0, 0.9);
    auto region = PatternRegion::map(share * static_cast<double>(ground_.memory_bytes), team_);
    if (!region) {
      return std::move(region).error();
    }
    region_ = std::move(*region);
    know_the_machine();
    touch();
    write_first();
    const Canary canary{.planted = true, .caught = canary_is_caught()};
    windows_.warm_up_over();
    while (pace_.left_seconds() > longest_step_) {
      next_turn();
    }
    if (windows_.finish()) {
      tell_tested();
    }
    tell_facts();
    return tally_.outcome(canary);
  }

 private:
  void know_the_machine() {
    if (ground_.files != nullptr) {
      places_ = MemoryPlaces::read(*ground_.files);
      errors_before_ = DimmErrors::read(*ground_.files);
    }
  }

  /// For at most a sixth of the phase, a third of a long one: systems differ a hundredfold in how
  /// fast they hand out pages, and a virtual one may get each page from its host first.
  void touch() {
    const double until = pace_.planned_seconds() / (pace_.planned_seconds() >= kLongPhase ? 3 : 6);
    const auto short_of_memory =
        region_.touch(team_, {.time_is_up = [&] { return pace_.elapsed_seconds() >= until; },
                              .left_bytes = ground_.left_bytes,
                              .reserve_bytes = memory_reserve(ground_.memory_bytes)});
    if (short_of_memory) {
      listener_.fact({"region_ended_early", *short_of_memory, ""});
    }
  }

  /// Writes the first pattern, and from the time that took makes the region so small that all the
  /// patterns of a lap can pass over it in half of what is left after its waits.
  void write_first() {
    constexpr double kTurnAgainstWrite = 1.5;  // a turn reads as well
    const double start = pace_.elapsed_seconds();
    turn_ = turn_of(0, effort_.seed);
    team_.run([&](int member) {
      static_cast<void>(
          region_.slice(member).sweep(0, region_.blocks(), std::nullopt, turn_.next, false));
    });
    const double lap_seconds = (pace_.elapsed_seconds() - start) * kTurnAgainstWrite * kLapTurns;
    const double left = std::max(0.0, pace_.left_seconds() - 2 * fade_seconds());
    const double fits = left / 2 / std::max(lap_seconds, 1e-9);
    if (fits < 1) {
      region_.shrink(
          static_cast<std::size_t>(std::floor(fits * static_cast<double>(region_.blocks()))));
    }
    turns_ = 1;
  }

  /// How long the region is left alone in a bit-fade turn. Cells of sound memory hold for 64 ms
  /// without refresh (JEDEC JESD79-4, tREFI x 8192) and are refreshed all the while: what a wait of
  /// many seconds finds is refresh that does not reach a row.
  [[nodiscard]] double fade_seconds() const {
    constexpr double kLongest = 90;
    const double planned = pace_.planned_seconds();
    double usual = 0;
    if (planned >= kLongPhase) {
      usual = std::min(kLongest, planned / 4);
    } else if (planned >= 45) {
      usual = planned / 8;
    }
    return parameter(effort_, "fade_seconds", usual, 0.0, planned / 4);
  }

  void next_turn() {
    if (ground_.disturb) {
      ground_.disturb(region_.words(), turns_);
    }
    auto next = turn_of(turns_, effort_.seed);
    if (next.exchange) {
      next.next = turn_.next;
    }
    const double start = pace_.elapsed_seconds();
    const auto length = next.exchange ? region_.slice(0).pairs() : region_.blocks();
    for (std::size_t done = 0; done < length; done += kStepBlocks) {
      if (pace_.left_seconds() <= longest_step_) {
        return;
      }
      const auto count = std::min(kStepBlocks, length - done);
      const auto from = next.downwards ? length - done - count : done;
      step(from, from + count, next);
    }
    turn_ = next;
    ++turns_;
    turn_seconds_ = pace_.elapsed_seconds() - start;
    if (turn_.fade) {
      let_fade();
    }
  }

  /// The first lap waits whenever the phase has the time; later ones only so often that waits stay
  /// under a quarter of all the time.
  void let_fade() {
    const double seconds = fade_seconds();
    const bool first_lap = turns_ <= kLapTurns;
    const bool seldom = (faded_seconds_ + seconds) * 4 <= pace_.elapsed_seconds();
    const bool can_be_checked = pace_.left_seconds() > seconds + turn_seconds_;
    if (seconds <= 0 || !can_be_checked || !(first_lap || seldom)) {
      return;
    }
    const double start = pace_.elapsed_seconds();
    ground_.rest ? ground_.rest(seconds) : pace_.rest(seconds);
    const double rested = pace_.elapsed_seconds() - start;
    windows_.rested(rested);
    faded_seconds_ += rested;
    ++fades_;
  }

  void step(std::size_t from, std::size_t to, const PatternTurn& next) {
    const double start = pace_.elapsed_seconds();
    work_all(from, to, next);
    std::int64_t wrong = 0;
    std::size_t words = 0;
    for (int member = 0; member < team_.size(); ++member) {
      const auto& result = results_[static_cast<std::size_t>(member)];
      words += result.checked_words;
      wrong += result.wrong;
      tell_wrong(member, result);
    }
    tally_.checked(static_cast<std::int64_t>(words));
    const double seconds = pace_.elapsed_seconds() - start;
    longest_step_ = std::max(longest_step_, seconds);
    windows_.add(0, static_cast<double>(words * sizeof(std::uint64_t)), seconds, wrong);
    if (windows_.lap_over()) {
      tell_tested();
    }
  }

  void work_all(std::size_t from, std::size_t to, const PatternTurn& next) {
    team_.run([&](int member) {
      auto& slice = region_.slice(member);
      results_[static_cast<std::size_t>(member)] =
          next.exchange ? slice.exchange(from, to, turn_.next, next.shuffle)
                        : slice.sweep(from, to, turn_.next, next.next, next.downwards);
    });
  }

  void tell_wrong(int member, const SweepResult& result) {
    for (const auto& bad : result.described) {
      const auto* word = region_.slice(member).words().data() + bad.index;
      const auto offset =
          static_cast<std::uint64_t>(word - region_.words().data()) * sizeof(std::uint64_t);
      auto where = "offset " + hex_word(offset) + " of the region, written and read by cpu " +
                   std::to_string(team_.processor(member)) + ", " + std::string(turn_.name);
      if (const auto physical = physical_address(word)) {
        where += ", physical " + hex_word(*physical) + places_.describe(*physical);
      } else if (const auto dimm = places_.only_dimm(); !dimm.empty()) {
        where += ", in the only DIMM " + dimm;
      }
      tally_.wrong(word_mismatch("node/memory", std::move(where), bad.expected, bad.actual));
    }
    tally_.wrong_more(result.wrong - static_cast<std::int64_t>(result.described.size()));
  }

  /// One bit flipped in the middle of every member's slice must come back from the same sweep, with
  /// its place and its bit, over and above what was wrong before.
  bool canary_is_caught() {
    constexpr std::uint64_t kBit = 1U << 17U;
    const auto block = region_.blocks() / 2;
    work_all(block, block + 1, turn_);  // what is broken here already is not the canary
    for (int member = 0; member < team_.size(); ++member) {
      region_.slice(member).words()[block * kBlockWords + 3] ^= kBit;
    }
    work_all(block, block + 1, turn_);
    return std::all_of(results_.begin(), results_.end(), [&](const SweepResult& result) {
      return std::any_of(result.described.begin(), result.described.end(), [&](const BadWord& bad) {
        return bad.index == block * kBlockWords + 3 && (bad.expected ^ bad.actual) == kBit;
      });
    });
  }

  void tell_tested() {
    const auto tell = [&](const Metric& metric, double value) {
      listener_.window({.device = "node/memory",
                        .metric = std::string(metric.name),
                        .ended = pace_.now(),
                        .seconds = pace_.window_seconds(),
                        .value = value});
    };
    tell(*kTested, region_.bytes());
    if (ground_.memory_bytes > 0) {
      tell(*kShare, region_.bytes() / static_cast<double>(ground_.memory_bytes));
    }
  }

  void tell_facts() {
    listener_.fact({"memory_available_bytes", std::to_string(ground_.memory_bytes), "B"});
    listener_.fact({"region_bytes", format_double(region_.bytes()), "B"});
    listener_.fact({"complete_sweeps", std::to_string(turns_ - 1), "1"});
    listener_.fact({"complete_laps", std::to_string((turns_ - 1) / kLapTurns), "1"});
    listener_.fact({"fade_wait_seconds", format_double(fade_seconds()), "s"});
    listener_.fact({"fade_waits", std::to_string(fades_), "1"});
    listener_.fact({"threads", std::to_string(team_.size()), "1"});
    listener_.fact({"window_seconds", format_double(pace_.window_seconds()), "s"});
    if (ground_.files == nullptr || errors_before_.empty()) {
      return;
    }
    const auto grown = DimmErrors::read(*ground_.files).grown_since(errors_before_);
    listener_.fact({"dimm_errors_grown", grown.empty() ? "none" : grown, ""});
  }

  SystemClock clock_;
  const Effort& effort_;
  Pace pace_;
  WorkloadListener& listener_;
  const PatternGround& ground_;
  Team team_;
  Tally tally_;
  Windows windows_;
  PatternRegion region_;
  std::vector<SweepResult> results_;  ///< By member.
  MemoryPlaces places_;
  DimmErrors errors_before_;
  PatternTurn turn_;  ///< What stands in the whole region.
  int turns_ = 0;     ///< Made so far, the first write included.
  int fades_ = 0;
  double faded_seconds_ = 0;
  double turn_seconds_ = 0;  ///< The last turn, its wait not counted.
  double longest_step_ = 0;
};

}  // namespace

Result<WorkloadOutcome> run_mem_pattern(const Effort& effort, WorkloadListener& listener,
                                        const PatternGround& ground) {
  auto team = Team::start(effort.threads);
  if (!team) {
    return std::move(team).error();
  }
  return PatternRun(effort, listener, ground, std::move(*team)).run();
}

}  // namespace rackproof
