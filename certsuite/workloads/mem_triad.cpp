#include "certsuite/workloads/mem_triad.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/memory_budget.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/parameters.h"
#include "certsuite/workloads/tally.h"
#include "certsuite/workloads/team.h"
#include "certsuite/workloads/triad_arrays.h"
#include "probes/machine/clock.h"
#include "probes/machine/file_tree.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {

namespace {

constexpr auto kRate = metrics::named("mem_triad_bytes_per_second");

/// STREAM's run rule: each array at least four times the last-level caches.
constexpr std::uint64_t kCachesPerArray = 4;
constexpr std::uint64_t kUnknownCache = std::uint64_t{64} << 20U;
constexpr std::uint64_t kSmallestArray = std::uint64_t{1} << 20U;

class TriadRun {
 public:
  TriadRun(const Effort& effort, WorkloadListener& listener, const TriadGround& ground, Team team)
      : effort_(effort),
        pace_(effort, clock_),
        listener_(listener),
        ground_(ground),
        team_(std::move(team)),
        tally_(pace_, listener),
        windows_(pace_, listener, kRate, nullptr),
        kernel_(ground.kernels.front()) {}

  Result<WorkloadOutcome> run() {
    windows_.add_device("node/memory");
    if (auto ready = prepare(); !ready) {
      return std::move(ready).error();
    }
    choose_kernel();
    lap();
    check_all();
    const Canary canary{.planted = true, .caught = canary_is_caught()};
    const double warm = pace_.elapsed_seconds() + pace_.warm_up_seconds();
    while (pace_.elapsed_seconds() < warm && pace_.left_seconds() > reserve()) {
      lap();
    }
    windows_.warm_up_over();
    while (pace_.left_seconds() > reserve()) {
      windows_.add(0, bytes_per_lap(), lap(), 0);
      if (windows_.lap_over() && check_is_affordable()) {
        check_all();
      }
    }
    windows_.finish();
    check_all();
    tell_facts();
    return tally_.outcome(canary);
  }

 private:
  /// Time for one more lap and one more check.
  [[nodiscard]] double reserve() const { return longest_lap_ + longest_check_; }
  /// Checks may take an eighth of the time.
  [[nodiscard]] bool check_is_affordable() const {
    return (check_seconds_ + longest_check_) * 8 < pace_.elapsed_seconds();
  }
  [[nodiscard]] TriadArrays& arrays_of(int member) {
    return arrays_[static_cast<std::size_t>(member)];
  }

  [[nodiscard]] std::uint64_t array_bytes() const {
    const auto cache = ground_.last_cache_bytes > 0 ? ground_.last_cache_bytes : kUnknownCache;
    const double share = parameter(effort_, "memory_share", 0.25, 0.0, 0.9);
    const auto most = static_cast<std::uint64_t>(share * static_cast<double>(ground_.memory_bytes));
    return std::max(kSmallestArray, std::min(kCachesPerArray * cache, most / 3));
  }

  Result<void> prepare() {
    const auto members = static_cast<std::size_t>(team_.size());
    for (std::size_t i = 0; i < members; ++i) {
      auto arrays = TriadArrays::map(array_bytes() / sizeof(double) / members);
      if (!arrays) {
        return std::move(arrays).error();
      }
      arrays_.push_back(std::move(*arrays));
    }
    team_.run([this](int member) { arrays_of(member).fill(); });
    return {};
  }

  /// A lap with each kernel, up to three times in a tenth of the phase; the fastest lap decides,
  /// for other work on the machine can only slow one down.
  void choose_kernel() {
    constexpr int kRounds = 3;
    double best = -1;
    auto chosen = kernel_;
    const double until = pace_.elapsed_seconds() + pace_.planned_seconds() / 10;
    for (int round = 0; round < kRounds && (round == 0 || pace_.elapsed_seconds() < until);
         ++round) {
      for (const auto& kernel : ground_.kernels) {
        kernel_ = kernel;
        const double rate = bytes_per_lap() / lap();
        if (rate > best) {
          best = rate;
          chosen = kernel;
        }
      }
    }
    kernel_ = chosen;
  }

  [[nodiscard]] double bytes_per_lap() const {
    double bytes = 0;
    for (const auto& arrays : arrays_) {
      bytes += arrays.bytes_per_lap();
    }
    return bytes;
  }

  double lap() {
    constexpr double kFactors = 61;  // products stay exact integers
    factor_ = factor_ < kFactors ? factor_ + 1 : 2;
    const double start = pace_.elapsed_seconds();
    team_.run([this](int member) { arrays_of(member).run(kernel_, factor_); });
    const double seconds = std::max(1e-9, pace_.elapsed_seconds() - start);
    longest_lap_ = std::max(longest_lap_, seconds);
    return seconds;
  }

  /// Number of wrong results in all arrays; `tell` passes them on.
  std::int64_t look_at_all(bool tell) {
    const double start = pace_.elapsed_seconds();
    std::vector<TriadArrays::Check> checks(arrays_.size());
    team_.run([&](int member) {
      checks[static_cast<std::size_t>(member)] = arrays_of(member).check(factor_);
    });
    std::int64_t wrong = 0;
    for (std::size_t i = 0; i < checks.size(); ++i) {
      wrong += checks[i].wrong;
      if (tell) {
        tell_wrong(static_cast<int>(i), checks[i]);
      }
    }
    const double seconds = pace_.elapsed_seconds() - start;
    longest_check_ = std::max(longest_check_, seconds);
    check_seconds_ += seconds;
    return wrong;
  }

  void tell_wrong(int member, TriadArrays::Check& check) {
    tally_.checked(static_cast<std::int64_t>(arrays_of(member).count()));
    for (auto& mismatch : check.described) {
      mismatch.where += ", array of cpu " + std::to_string(team_.processor(member));
      tally_.wrong(std::move(mismatch));
      --check.wrong;
    }
    tally_.wrong_more(check.wrong);
  }

  void check_all() { static_cast<void>(look_at_all(true)); }

  /// One result changed in its last bit in every member's array must be seen by the same check.
  bool canary_is_caught() {
    const auto before = look_at_all(false);
    for (auto& arrays : arrays_) {
      arrays.results()[arrays.count() / 2] += 1;
    }
    const auto after = look_at_all(false);
    for (auto& arrays : arrays_) {
      arrays.results()[arrays.count() / 2] -= 1;
    }
    return after == before + team_.size();
  }

  void tell_facts() {
    const auto bytes = arrays_.front().count() * sizeof(double) * arrays_.size();
    const bool past =
        ground_.last_cache_bytes > 0 && bytes >= kCachesPerArray * ground_.last_cache_bytes;
    listener_.fact({"kernel", std::string(kernel_.name), ""});
    listener_.fact({"threads", std::to_string(team_.size()), "1"});
    listener_.fact({"array_bytes", std::to_string(bytes), "B"});
    listener_.fact({"last_level_cache_bytes", std::to_string(ground_.last_cache_bytes), "B"});
    listener_.fact({"arrays_four_times_cache", past ? "yes" : "no", ""});
    listener_.fact({"window_seconds", format_double(pace_.window_seconds()), "s"});
  }

  SystemClock clock_;
  const Effort& effort_;
  Pace pace_;
  WorkloadListener& listener_;
  const TriadGround& ground_;
  Team team_;
  Tally tally_;
  Windows windows_;
  TriadKernel kernel_;
  std::vector<TriadArrays> arrays_;  ///< By member.
  double factor_ = 2;
  double longest_lap_ = 0;
  double longest_check_ = 0;
  double check_seconds_ = 0;
};

class MemTriad final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "mem_triad"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Streams a = b + s c through main memory on every processor and compares each result "
           "with its known value: finds missing memory channels and slow or wrong memory.";
  }
  [[nodiscard]] std::vector<std::string_view> measurements() const override {
    return {kRate->name};
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
    const TriadGround ground{*memory, last_level_cache_bytes(*files), triad_kernels()};
    return run_mem_triad(effort, listener, ground);
  }
};

}  // namespace

Result<WorkloadOutcome> run_mem_triad(const Effort& effort, WorkloadListener& listener,
                                      const TriadGround& ground) {
  auto team = Team::start(effort.threads);
  if (!team) {
    return std::move(team).error();
  }
  return TriadRun(effort, listener, ground, std::move(*team)).run();
}

std::unique_ptr<Workload> make_mem_triad() {
  return std::make_unique<MemTriad>();
}

}  // namespace rackproof
