#include "certsuite/workloads/sort_exact.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/tally.h"
#include "certsuite/workloads/team.h"
#include "certsuite/workloads/word_stream.h"
#include "probes/machine/clock.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

constexpr auto kRate = metrics::named("sort_exact_operations_per_second");
constexpr std::size_t kNumbers = 50'000;  // 200 kB: in the second-level cache, some ms to sort

using Numbers = std::vector<std::uint32_t>;

Numbers shuffled(std::uint64_t seed) {
  Numbers numbers(kNumbers);
  std::iota(numbers.begin(), numbers.end(), 0U);
  for (std::size_t i = kNumbers - 1; i > 0; --i) {
    std::swap(numbers[i], numbers[mixed_word(seed, i) % (i + 1)]);
  }
  return numbers;
}

/// Places whose number is not their own.
std::vector<std::uint32_t> wrong_places(const Numbers& numbers) {
  std::vector<std::uint32_t> wrong;
  for (std::uint32_t i = 0; i < kNumbers; ++i) {
    if (numbers[i] != i) {
      wrong.push_back(i);
    }
  }
  return wrong;
}

class SortRun {
 public:
  SortRun(const Effort& effort, WorkloadListener& listener, const Sorter& sorter, Team team)
      : seed_(effort.seed),
        pace_(effort, clock_),
        sorter_(sorter),
        team_(std::move(team)),
        tally_(pace_, listener),
        windows_(pace_, listener, kRate, nullptr),
        numbers_(static_cast<std::size_t>(team_.size())) {}

  WorkloadOutcome run() {
    windows_.add_device(std::string(kNodeId));
    lap();
    const Canary canary{.planted = true, .caught = canary_is_caught()};
    windows_.warm_up_over();
    while (pace_.left_seconds() > longest_lap_) {
      lap();
      windows_.lap_over();
    }
    windows_.finish();
    return tally_.outcome(canary);
  }

 private:
  void lap() {
    const double start = pace_.elapsed_seconds();
    ++lap_;
    team_.run([this](int member) {
      numbers_of(member) = shuffled(mixed_word(seed_ + lap_, static_cast<std::uint64_t>(member)));
    });
    const double shuffled_at = pace_.elapsed_seconds();
    team_.run([this](int member) { sorter_(numbers_of(member)); });
    windows_.add(0, kNumbers * static_cast<double>(team_.size()),
                 pace_.elapsed_seconds() - shuffled_at, 0);
    check();
    longest_lap_ = std::max(longest_lap_, pace_.elapsed_seconds() - start);
  }

  void check() {
    for (int member = 0; member < team_.size(); ++member) {
      const auto& numbers = numbers_of(member);
      tally_.checked(kNumbers);
      for (const auto place : wrong_places(numbers)) {
        tally_.wrong(word_mismatch("node/cpu:" + std::to_string(team_.processor(member)),
                                   "place " + std::to_string(place), place, numbers[place]));
      }
    }
  }

  /// Two numbers exchanged on every core must be seen by the same check.
  bool canary_is_caught() {
    return std::all_of(numbers_.begin(), numbers_.end(), [](Numbers& numbers) {
      const auto before = wrong_places(numbers).size();
      std::swap(numbers[3], numbers[4]);
      return wrong_places(numbers).size() != before;
    });
  }

  Numbers& numbers_of(int member) { return numbers_[static_cast<std::size_t>(member)]; }

  SystemClock clock_;
  std::uint64_t seed_;
  Pace pace_;
  const Sorter& sorter_;
  Team team_;
  Tally tally_;
  Windows windows_;
  std::vector<Numbers> numbers_;  ///< By member.
  std::uint64_t lap_ = 0;
  double longest_lap_ = 0;
};

class SortExact final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "sort_exact"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Sorts shuffled numbers on every processor: finds cores that compare or move wrongly.";
  }
  [[nodiscard]] std::vector<std::string_view> measurements() const override {
    return {kRate->name};
  }
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override { return ""; }

  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    return run_sort_exact(effort, listener, [](std::span<std::uint32_t> numbers) {
      std::sort(numbers.begin(), numbers.end());
    });
  }
};

}  // namespace

Result<WorkloadOutcome> run_sort_exact(const Effort& effort, WorkloadListener& listener,
                                       const Sorter& sorter) {
  auto team = Team::start(effort.threads);
  if (!team) {
    return std::move(team).error();
  }
  return SortRun(effort, listener, sorter, std::move(*team)).run();
}

std::unique_ptr<Workload> make_sort_exact() {
  return std::make_unique<SortExact>();
}

}  // namespace rackproof
