#include "certsuite/workloads/mem_pattern.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/memory_budget.h"
#include "certsuite/workloads/memory_pattern.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/pages.h"
#include "certsuite/workloads/parameters.h"
#include "certsuite/workloads/pattern_lap.h"
#include "certsuite/workloads/tally.h"
#include "certsuite/workloads/team.h"
#include "probes/machine/clock.h"
#include "probes/machine/file_tree.h"
#include "probes/machine/page_map.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {

namespace {

constexpr auto kRate = metrics::named("mem_pattern_bytes_per_second");
constexpr auto kWrong = metrics::named("mem_pattern_mismatch_count");
constexpr auto kTested = metrics::named("mem_pattern_tested_bytes");

/// A member's step between two looks at the clock: 8 MiB.
constexpr std::size_t kStepBlocks = (std::size_t{8} << 20U) / sizeof(PatternBlock);

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
    if (auto mapped = map_region(); !mapped) {
      return std::move(mapped).error();
    }
    touch();
    write_first();
    const Canary canary{.planted = true, .caught = canary_is_caught()};
    windows_.warm_up_over();
    while (pace_.left_seconds() > longest_step_) {
      next_sweep();
    }
    if (windows_.finish()) {
      tell_tested();
    }
    tell_facts();
    return tally_.outcome(canary);
  }

 private:
  Result<void> map_region() {
    const double share = parameter(effort_, "memory_share", 0.25, 0.0, 0.9);
    const auto members = static_cast<std::size_t>(team_.size());
    const double bytes = share * static_cast<double>(ground_.memory_bytes);
    const auto blocks =
        std::max(std::size_t{16}, static_cast<std::size_t>(bytes) / sizeof(PatternBlock) / members);
    auto region = Pages::map(blocks * members * sizeof(PatternBlock));
    if (!region) {
      return std::move(region).error();
    }
    region_ = std::move(*region);
    const auto words = region_.as<std::uint64_t>();
    for (std::size_t i = 0; i < members; ++i) {
      slices_.emplace_back(words.subspan(i * blocks * kBlockWords, blocks * kBlockWords));
    }
    return {};
  }

  [[nodiscard]] std::size_t blocks() const { return slices_.front().blocks(); }
  [[nodiscard]] PatternSlice& slice_of(int member) {
    return slices_[static_cast<std::size_t>(member)];
  }
  [[nodiscard]] double region_bytes() const {
    return static_cast<double>(blocks() * sizeof(PatternBlock)) * team_.size();
  }

  void shrink(std::size_t blocks) {
    for (auto& slice : slices_) {
      slice.shrink(std::max(std::size_t{1}, blocks));
    }
  }

  /// First touch of every page, for at most a sixth of the phase: systems differ a hundredfold in
  /// how fast they hand out pages. What was not touched by then is not tested.
  void touch() {
    std::size_t touched = 0;
    while (touched < blocks() && pace_.elapsed_seconds() < pace_.planned_seconds() / 6) {
      const auto to = std::min(blocks(), touched + kStepBlocks);
      team_.run([&](int member) {
        static_cast<void>(slice_of(member).sweep(touched, to, std::nullopt, Pattern{}, false));
      });
      touched = to;
    }
    shrink(touched);
  }

  /// Writes the first pattern, and from the time that took makes the region so small that all the
  /// patterns of a lap can pass over it in half of what is left.
  void write_first() {
    constexpr double kSweepAgainstWrite = 1.5;  // a sweep reads as well
    const double start = pace_.elapsed_seconds();
    const auto first = pattern_of(0, effort_.seed);
    team_.run([&](int member) {
      static_cast<void>(slice_of(member).sweep(0, blocks(), std::nullopt, first, false));
    });
    const double lap_seconds = (pace_.elapsed_seconds() - start) * kSweepAgainstWrite * kLapSweeps;
    const double fits = pace_.left_seconds() / 2 / std::max(lap_seconds, 1e-9);
    if (fits < 1) {
      shrink(static_cast<std::size_t>(std::floor(fits * static_cast<double>(blocks()))));
    }
    standing_ = first;
    sweeps_ = 1;
  }

  void next_sweep() {
    if (ground_.disturb) {
      ground_.disturb(region_.as<std::uint64_t>(), sweeps_);
    }
    const auto next = pattern_of(sweeps_, effort_.seed);
    const bool downwards = goes_downwards(sweeps_);
    for (std::size_t done = 0; done < blocks(); done += kStepBlocks) {
      if (pace_.left_seconds() <= longest_step_) {
        return;
      }
      const auto count = std::min(kStepBlocks, blocks() - done);
      const auto from = downwards ? blocks() - done - count : done;
      step(from, from + count, next, downwards);
    }
    standing_ = next;
    ++sweeps_;
  }

  void step(std::size_t from, std::size_t to, const Pattern& next, bool downwards) {
    const double start = pace_.elapsed_seconds();
    sweep_all(from, to, next, downwards);
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

  void sweep_all(std::size_t from, std::size_t to, const Pattern& next, bool downwards) {
    team_.run([&](int member) {
      results_[static_cast<std::size_t>(member)] =
          slice_of(member).sweep(from, to, standing_, next, downwards);
    });
  }

  void tell_wrong(int member, const SweepResult& result) {
    for (const auto& bad : result.described) {
      const auto* word = slice_of(member).words().data() + bad.index;
      const auto offset = static_cast<std::uint64_t>(word - region_.as<std::uint64_t>().data()) *
                          sizeof(std::uint64_t);
      auto where = "offset " + hex_word(offset) + " of the region, written and read by cpu " +
                   std::to_string(team_.processor(member));
      if (const auto physical = physical_address(word)) {
        where += ", physical " + hex_word(*physical);
      }
      tally_.wrong(word_mismatch("node/memory", std::move(where), bad.expected, bad.actual));
    }
    tally_.wrong_more(result.wrong - static_cast<std::int64_t>(result.described.size()));
  }

  /// One bit flipped in the middle of every member's slice must come back from the same sweep, with
  /// its place and its bit, over and above what was wrong before.
  bool canary_is_caught() {
    constexpr std::uint64_t kBit = 1U << 17U;
    const auto block = blocks() / 2;
    const auto standing = *standing_;
    sweep_all(block, block + 1, standing, false);  // what is broken here already is not the canary
    for (auto& slice : slices_) {
      slice.words()[block * kBlockWords + 3] ^= kBit;
    }
    sweep_all(block, block + 1, standing, false);
    return std::all_of(results_.begin(), results_.end(), [&](const SweepResult& result) {
      return std::any_of(result.described.begin(), result.described.end(), [&](const BadWord& bad) {
        return bad.index == block * kBlockWords + 3 && (bad.expected ^ bad.actual) == kBit;
      });
    });
  }

  void tell_tested() {
    listener_.window({.device = "node/memory",
                      .metric = std::string(kTested->name),
                      .ended = pace_.now(),
                      .seconds = pace_.window_seconds(),
                      .value = region_bytes()});
  }

  void tell_facts() {
    listener_.fact({"memory_available_bytes", std::to_string(ground_.memory_bytes), "B"});
    listener_.fact({"region_bytes", format_double(region_bytes()), "B"});
    listener_.fact({"complete_sweeps", std::to_string(sweeps_ - 1), "1"});
    listener_.fact({"complete_laps", std::to_string((sweeps_ - 1) / kLapSweeps), "1"});
    listener_.fact({"threads", std::to_string(team_.size()), "1"});
    listener_.fact({"window_seconds", format_double(pace_.window_seconds()), "s"});
  }

  SystemClock clock_;
  const Effort& effort_;
  Pace pace_;
  WorkloadListener& listener_;
  const PatternGround& ground_;
  Team team_;
  Tally tally_;
  Windows windows_;
  Pages region_;
  std::vector<PatternSlice> slices_;  ///< By member.
  std::vector<SweepResult> results_;  ///< By member.
  std::optional<Pattern> standing_;   ///< In the whole region.
  int sweeps_ = 0;                    ///< Written so far, the first one included.
  double longest_step_ = 0;
};

class MemPattern final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "mem_pattern"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Walks own-address, moving-inversion, modulo-20 and random patterns over main memory: "
           "finds stuck, coupled and forgetful cells and wrong address lines.";
  }
  [[nodiscard]] std::vector<std::string_view> measurements() const override {
    return {kRate->name, kTested->name, kWrong->name};
  }
  [[nodiscard]] std::vector<std::string_view> parameters() const override {
    return {"memory_share"};
  }
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override { return ""; }

  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    auto files = FileTree::open("/");
    if (!files) {
      return std::move(files).error();
    }
    auto memory = memory_budget(*files);
    if (!memory) {
      return std::move(memory).error();
    }
    return run_mem_pattern(effort, listener, PatternGround{.memory_bytes = *memory});
  }
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

std::unique_ptr<Workload> make_mem_pattern() {
  return std::make_unique<MemPattern>();
}

}  // namespace rackproof
