#include "certsuite/workloads/cpu_sdc.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "certsuite/workloads/core_rounds.h"
#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/parameters.h"
#include "certsuite/workloads/tally.h"
#include "certsuite/workloads/team.h"
#include "probes/machine/clock.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {

namespace {

constexpr auto kRate = metrics::named("cpu_sdc_operations_per_second");
constexpr auto kWrong = metrics::named("cpu_sdc_mismatch_count");

/// Chains of one kernel in a lap: with a dozen kernels a lap takes some 10 ms.
constexpr int kChains = 8;

/// At idle a burst of work takes this share of the time: cores sleep, cool and clock up between.
constexpr double kBurstShare = 0.1;
/// Kernels of this family keep the widest SIMD units busy: they heat.
constexpr std::string_view kHeating = "fma_";

/// Silent corruption often shows in one state only, so every kernel runs in both.
enum class State { idle, heating, hot };

constexpr std::string_view word_of(State state) {
  switch (state) {
    case State::idle:
      return "idle";
    case State::heating:
      return "heating";
    case State::hot:
      return "hot";
  }
  return "";
}

/// What was done and found in one state.
struct StateCount {
  std::int64_t laps = 0;
  std::int64_t wrong = 0;
  double seconds = 0;  ///< Of work, the checks not counted.
};

class SdcRun {
 public:
  SdcRun(const Effort& effort, WorkloadListener& listener, std::span<const CpuKernel> kernels,
         Team team)
      : seed_(effort.seed),
        pace_(effort, clock_),
        listener_(listener),
        kernels_(kernels),
        idle_share_(parameter(effort, "idle_share", 1.0 / 6, 0, 0.5)),
        team_(std::move(team)),
        tally_(pace_, listener),
        windows_(pace_, listener, kRate, kWrong),
        answers_(static_cast<std::size_t>(std::max(2, team_.size()))),
        seconds_(static_cast<std::size_t>(team_.size())),
        wrong_(seconds_.size()),
        wrong_before_(seconds_.size()) {}

  WorkloadOutcome run() {
    for (int member = 0; member < team_.size(); ++member) {
      windows_.add_device(device_of(member));
    }
    idle();
    heat();
    const Canary canary{.planted = true, .caught = canary_is_caught()};
    windows_.warm_up_over();
    tell_wrong_before();
    state_ = State::hot;
    while (pace_.left_seconds() > longest_lap_) {
      lap(kernels_);
      windows_.lap_over();
    }
    windows_.finish();
    tell_facts();
    return tally_.outcome(canary);
  }

 private:
  /// A lone member answers twice; both answers are its own.
  [[nodiscard]] int member_of(std::size_t answers) const {
    return static_cast<int>(answers) % team_.size();
  }
  [[nodiscard]] std::string device_of(int member) const {
    return "node/cpu:" + std::to_string(team_.processor(member));
  }

  /// Bursts after rests, for the first part of the phase. The first rest comes before any work.
  void idle() {
    const double end = idle_share_ * pace_.planned_seconds();
    double rest = std::min(0.1, end / 4);
    while (pace_.elapsed_seconds() + rest + longest_lap_ < end && !pace_.is_over()) {
      std::this_thread::sleep_for(std::chrono::duration<double>(rest));
      const double start = pace_.elapsed_seconds();
      lap(kernels_);
      rest = (pace_.elapsed_seconds() - start) * (1 - kBurstShare) / kBurstShare;
    }
  }

  /// All SIMD units busy, without a rest, before anything counts as hot; at least one lap of all
  /// kernels, so that there is something to plant the canary in.
  void heat() {
    constexpr double kLongest = 30;
    state_ = State::heating;
    std::vector<CpuKernel> heating;
    std::copy_if(kernels_.begin(), kernels_.end(), std::back_inserter(heating),
                 [](const CpuKernel& each) { return each.name.starts_with(kHeating); });
    const double end = pace_.elapsed_seconds() + std::min(kLongest, pace_.planned_seconds() / 10);
    while (!heating.empty() && pace_.elapsed_seconds() < end && !pace_.is_over()) {
      lap(heating);
    }
    lap(kernels_);
  }

  void lap(std::span<const CpuKernel> kernels) {
    const double start = pace_.elapsed_seconds();
    rounds_ = rounds_of_lap(kernels, seed_, lap_++, kChains);
    team_.run([this](int member) {
      const double begun = pace_.elapsed_seconds();
      for (auto mine = static_cast<std::size_t>(member); mine < answers_.size();
           mine += static_cast<std::size_t>(team_.size())) {
        work_rounds(rounds_, answers_[mine]);
      }
      seconds_[static_cast<std::size_t>(member)] = pace_.elapsed_seconds() - begun;
    });
    judge();
    longest_lap_ = std::max(longest_lap_, pace_.elapsed_seconds() - start);
  }

  [[nodiscard]] StateCount& count_of(State state) {
    return counts_[static_cast<std::size_t>(state)];
  }

  void judge() {
    std::fill(wrong_.begin(), wrong_.end(), 0);
    for (const auto& wrong : check_rounds(rounds_, answers_)) {
      ++wrong_[static_cast<std::size_t>(member_of(wrong.core))];
      ++count_of(state_).wrong;
      tally_.wrong(describe(wrong));
    }
    tally_.checked(static_cast<std::int64_t>(rounds_.size() * answers_.size()));
    const auto done = static_cast<double>(rounds_.size() * answers_.size()) / team_.size();
    for (std::size_t member = 0; member < seconds_.size(); ++member) {
      windows_.add(member, done, seconds_[member], wrong_[member]);
      wrong_before_[member] += state_ == State::hot ? 0 : wrong_[member];
    }
    ++count_of(state_).laps;
    count_of(state_).seconds += *std::max_element(seconds_.begin(), seconds_.end());
  }

  /// Rates are those of the hot state alone, but no wrong answer is lost with the windows before:
  /// they are counted in the first one that counts.
  void tell_wrong_before() {
    for (std::size_t member = 0; member < wrong_before_.size(); ++member) {
      windows_.add(member, 0, 0, wrong_before_[member]);
    }
  }

  [[nodiscard]] Mismatch describe(const WrongRound& wrong) const {
    const auto& round = rounds_[wrong.round];
    auto where = "kernel " + std::string(round.kernel->name) + ", seed " + hex_word(round.seed) +
                 (round.golden ? ", golden answer, " : ", against the other cores, ") +
                 std::string(word_of(state_));
    const auto device = device_of(member_of(wrong.core));
    if (wrong.expected) {
      return word_mismatch(device, std::move(where), *wrong.expected, wrong.actual);
    }
    return {.device = device,
            .where = std::move(where),
            .expected = "what the other cores answered; no majority tells which is right",
            .actual = hex_word(wrong.actual),
            .mask = ""};
  }

  /// For each core in turn, one bit of one answer of each sort is flipped: the same check must
  /// then name that core for those rounds.
  bool canary_is_caught() {
    for (std::size_t round = 0; round < rounds_.size(); ++round) {
      const bool first_of_its_sort =
          round == 0 || rounds_[round].golden.has_value() != rounds_[round - 1].golden.has_value();
      bool caught = true;
      for (std::size_t core = 0; first_of_its_sort && core < answers_.size(); ++core) {
        caught = caught && flip_is_caught(core, round);
      }
      if (!caught) {
        return false;
      }
    }
    return true;
  }

  bool flip_is_caught(std::size_t core, std::size_t round) {
    answers_[core][round] ^= std::uint64_t{1} << 40U;
    const auto wrong = check_rounds(rounds_, answers_);
    answers_[core][round] ^= std::uint64_t{1} << 40U;
    return std::any_of(wrong.begin(), wrong.end(), [&](const WrongRound& each) {
      return each.core == core && each.round == round;
    });
  }

  void tell_facts() {
    std::string names;
    for (const auto& kernel : kernels_) {
      names += (names.empty() ? "" : " ") + std::string(kernel.name);
    }
    std::string unpinned;
    for (int member = 0; member < team_.size(); ++member) {
      unpinned += team_.pinned(member) ? "" : " " + std::to_string(team_.processor(member));
    }
    listener_.fact({"kernels", names, ""});
    listener_.fact({"threads", std::to_string(team_.size()), "1"});
    listener_.fact({"processors_not_pinned", unpinned.empty() ? "none" : unpinned.substr(1), ""});
    listener_.fact({"laps", std::to_string(lap_), "1"});
    for (const auto state : {State::idle, State::heating, State::hot}) {
      const auto& count = count_of(state);
      const auto word = std::string(word_of(state));
      listener_.fact({word + "_laps", std::to_string(count.laps), "1"});
      listener_.fact({word + "_mismatches", std::to_string(count.wrong), "1"});
      listener_.fact({word + "_work_seconds", format_double(count.seconds), "s"});
    }
    listener_.fact({"window_seconds", format_double(pace_.window_seconds()), "s"});
  }

  SystemClock clock_;
  std::uint64_t seed_;
  Pace pace_;
  WorkloadListener& listener_;
  std::span<const CpuKernel> kernels_;
  double idle_share_;
  Team team_;
  Tally tally_;
  Windows windows_;
  std::vector<CoreRound> rounds_;
  std::vector<CoreAnswers> answers_;        ///< By member; a lone member has two.
  std::vector<double> seconds_;             ///< By member, of the last lap.
  std::vector<std::int64_t> wrong_;         ///< By member, of the last lap.
  std::vector<std::int64_t> wrong_before_;  ///< By member, of all laps before the hot ones.
  State state_ = State::idle;
  std::array<StateCount, 3> counts_{};
  std::uint64_t lap_ = 0;
  double longest_lap_ = 0;
};

class CpuSdc final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "cpu_sdc"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Runs integer, floating-point, hash, cipher and compression kernels on every processor "
           "and holds the answers against golden tables and other cores, at idle and hot: finds "
           "silent corruption.";
  }
  [[nodiscard]] std::vector<std::string_view> measurements() const override {
    return {kRate->name, kWrong->name};
  }
  [[nodiscard]] std::vector<std::string_view> parameters() const override { return {"idle_share"}; }
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override { return ""; }

  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    const auto kernels = cpu_kernels();
    return run_cpu_sdc(effort, listener, kernels);
  }
};

}  // namespace

Result<WorkloadOutcome> run_cpu_sdc(const Effort& effort, WorkloadListener& listener,
                                    std::span<const CpuKernel> kernels) {
  auto team = Team::start(effort.threads);
  if (!team) {
    return std::move(team).error();
  }
  return SdcRun(effort, listener, kernels, std::move(*team)).run();
}

std::unique_ptr<Workload> make_cpu_sdc() {
  return std::make_unique<CpuSdc>();
}

}  // namespace rackproof
