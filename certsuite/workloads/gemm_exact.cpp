#include "certsuite/workloads/gemm_exact.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "certsuite/workloads/exact_product.h"
#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/fastest_kernel.h"
#include "certsuite/workloads/memory_budget.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/pages.h"
#include "certsuite/workloads/tally.h"
#include "certsuite/workloads/team.h"
#include "probes/machine/clock.h"
#include "probes/machine/file_tree.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {

namespace {

constexpr auto kRate = metrics::named("gemm_exact_flops_per_second");
constexpr auto kWrong = metrics::named("gemm_exact_mismatch_count");

/// Largest first. 1,024 fills the caches of a core and still leaves a lap far under a window.
constexpr std::array kSizes{1024, 512, 256, 128};

double flops(int n) {
  return 2.0 * n * n * n;
}

/// What one member brings home from one lap.
struct Lap {
  double fp64_seconds = 0;
  double fp32_seconds = 0;
  std::vector<Mismatch> wrong;
};

/// A member's own results, on pages that it touched first.
struct Results {
  Pages fp64;
  Pages fp32;
};

class GemmRun {
 public:
  GemmRun(const Effort& effort, WorkloadListener& listener, const MatrixKernel& kernel, Team team)
      : seed_(effort.seed),
        pace_(effort, clock_),
        listener_(listener),
        kernel_(kernel),
        team_(std::move(team)),
        tally_(pace_, listener),
        windows_(pace_, listener, kRate, kWrong),
        results_(static_cast<std::size_t>(team_.size())),
        laps_(results_.size()) {}

  Result<WorkloadOutcome> run(std::uint64_t memory_bytes) {
    windows_.add_device(std::string(kNodeId));
    if (auto ready = prepare(memory_bytes); !ready) {
      return std::move(ready).error();
    }
    do {
      lap();
    } while (pace_.elapsed_seconds() < set_up_seconds_ + pace_.warm_up_seconds() &&
             !pace_.is_over());
    const Canary canary{.planted = true, .caught = canary_is_caught()};
    windows_.warm_up_over();
    while (pace_.left_seconds() > longest_lap_) {
      lap();
      windows_.lap_over();
    }
    windows_.finish();
    tell_facts();
    return tally_.outcome(canary);
  }

 private:
  [[nodiscard]] std::string device_of(int member) const {
    return "node/cpu:" + std::to_string(team_.processor(member));
  }
  Lap& lap_of(int member) { return laps_[static_cast<std::size_t>(member)]; }
  Results& results_of(int member) { return results_[static_cast<std::size_t>(member)]; }

  Result<void> prepare(std::uint64_t memory_bytes) {
    if (auto small = use_size(kSizes.back()); !small) {
      return small;
    }
    multiply_all();  // the first call allocates the library's buffers
    multiply_all();
    const double rate = flops(n_) / std::max(1e-9, slowest(&Lap::fp64_seconds));
    const int n = choose_size(rate, memory_bytes);
    if (n != n_) {
      if (auto chosen = use_size(n); !chosen) {
        return chosen;
      }
    }
    set_up_seconds_ = pace_.elapsed_seconds();
    return {};
  }

  /// The largest size whose lap (single precision takes at most as long again) leaves several in a
  /// window, whose golden digests cost no large part of the phase, and which fits the memory.
  [[nodiscard]] int choose_size(double fp64_rate, std::uint64_t memory_bytes) const {
    constexpr double kGoldenMultiplications = 2e9;  // a second and core, cautious
    const auto chosen = std::find_if(kSizes.begin(), kSizes.end() - 1, [&](int n) {
      const double lap_seconds = 2 * flops(n) / fp64_rate;
      const double golden_seconds = flops(n) / kGoldenMultiplications / team_.size();
      const double bytes = 12.0 * n * n * (team_.size() + 2);
      return lap_seconds < pace_.window_seconds() && golden_seconds < pace_.planned_seconds() / 4 &&
             bytes < static_cast<double>(memory_bytes) / 4;
    });
    return *chosen;
  }

  Result<void> use_size(int n) {
    n_ = n;
    fp64_.emplace(n, seed_);
    fp32_.emplace(n, seed_);
    const int rows = fp64_->tile_rows();
    team_.run([&](int member) {
      for (int row = member; row < rows; row += team_.size()) {
        fp64_->work_out_tile_row(row);
        fp32_->work_out_tile_row(row);
      }
    });
    const auto elements = static_cast<std::size_t>(n) * static_cast<std::size_t>(n);
    for (auto& results : results_) {
      auto fp64 = Pages::map(elements * sizeof(double));
      auto fp32 = Pages::map(elements * sizeof(float));
      if (!fp64 || !fp32) {
        return fp64 ? std::move(fp32).error() : std::move(fp64).error();
      }
      results = {std::move(*fp64), std::move(*fp32)};
    }
    return {};
  }

  /// All members start together, so the slowest one's time is the node's.
  void multiply_all() {
    team_.run([this](int member) {
      auto& mine = lap_of(member);
      auto& results = results_of(member);
      const double start = pace_.elapsed_seconds();
      kernel_.multiply(n_, fp64_->left(), fp64_->right(), results.fp64.as<double>().data());
      const double middle = pace_.elapsed_seconds();
      kernel_.multiply(n_, fp32_->left(), fp32_->right(), results.fp32.as<float>().data());
      mine.fp64_seconds = middle - start;
      mine.fp32_seconds = pace_.elapsed_seconds() - middle;
    });
  }

  void check_all() {
    team_.run([this](int member) {
      auto& mine = lap_of(member);
      const auto& results = results_of(member);
      const auto device = device_of(member);
      mine.wrong = fp64_->check(results.fp64.as<double>().data(), device);
      auto single = fp32_->check(results.fp32.as<float>().data(), device);
      mine.wrong.insert(mine.wrong.end(), single.begin(), single.end());
    });
  }

  [[nodiscard]] double slowest(double Lap::*seconds) const {
    double worst = 0;
    for (const auto& lap : laps_) {
      worst = std::max(worst, lap.*seconds);
    }
    return worst;
  }

  void lap() {
    const double start = pace_.elapsed_seconds();
    multiply_all();
    check_all();
    std::int64_t wrong = 0;
    for (auto& mine : laps_) {
      wrong += static_cast<std::int64_t>(mine.wrong.size());
      for (auto& mismatch : mine.wrong) {
        tally_.wrong(std::move(mismatch));
      }
    }
    tally_.checked(2 * fp64_->tile_count() * team_.size());
    const double seconds = slowest(&Lap::fp64_seconds);
    windows_.add(0, flops(n_) * team_.size(), seconds, wrong);
    fp32_flops_ += flops(n_) * team_.size();
    fp32_seconds_ += slowest(&Lap::fp32_seconds);
    longest_lap_ = std::max(longest_lap_, pace_.elapsed_seconds() - start);
  }

  /// One flipped bit in one result of each precision on every member must come back from the same
  /// check as exactly those two tiles, over and above what was wrong before.
  bool canary_is_caught() {
    check_all();
    std::vector<std::size_t> before;
    for (const auto& mine : laps_) {
      before.push_back(mine.wrong.size());
    }
    const auto place = static_cast<std::size_t>(n_) * static_cast<std::size_t>(n_) / 2 + 1;
    for (const auto& results : results_) {
      results.fp64.as<std::uint64_t>()[place] ^= 1U;
      results.fp32.as<std::uint32_t>()[place] ^= 1U;
    }
    check_all();
    bool caught = true;
    for (std::size_t i = 0; i < laps_.size(); ++i) {
      caught = caught && laps_[i].wrong.size() == before[i] + 2;
    }
    return caught;
  }

  void tell_facts() {
    for (const auto& fact : kernel_.facts()) {
      listener_.fact(fact);
    }
    listener_.fact({"matrix_size", std::to_string(n_), "1"});
    listener_.fact({"threads", std::to_string(team_.size()), "1"});
    listener_.fact({"window_seconds", format_double(pace_.window_seconds()), "s"});
    if (fp32_seconds_ > 0) {
      listener_.fact(
          {"fp32_mean_rate", format_double(std::round(fp32_flops_ / fp32_seconds_)), "FLOP/s"});
    }
  }

  SystemClock clock_;
  std::uint64_t seed_;
  Pace pace_;
  WorkloadListener& listener_;
  const MatrixKernel& kernel_;
  Team team_;
  Tally tally_;
  Windows windows_;
  int n_ = 0;
  std::optional<ExactProduct<double>> fp64_;
  std::optional<ExactProduct<float>> fp32_;
  std::vector<Results> results_;  ///< By member.
  std::vector<Lap> laps_;         ///< By member.
  double set_up_seconds_ = 0;
  double longest_lap_ = 0;
  double fp32_flops_ = 0;
  double fp32_seconds_ = 0;
};

class GemmExact final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "gemm_exact"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Multiplies integer matrices on every processor and compares every tile with a digest "
           "that integer arithmetic gave: finds cores, caches and libraries that compute wrongly.";
  }
  [[nodiscard]] std::vector<std::string_view> measurements() const override {
    return {kRate->name, kWrong->name};
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
    const auto chosen = choose_kernel(effort);
    return run_gemm_exact(chosen.effort, listener, *chosen.kernel, *memory);
  }
};

}  // namespace

Result<WorkloadOutcome> run_gemm_exact(const Effort& effort, WorkloadListener& listener,
                                       const MatrixKernel& kernel, std::uint64_t memory_bytes) {
  auto team = Team::start(effort.threads);
  if (!team) {
    return std::move(team).error();
  }
  return GemmRun(effort, listener, kernel, std::move(*team)).run(memory_bytes);
}

std::unique_ptr<Workload> make_gemm_exact() {
  return std::make_unique<GemmExact>();
}

}  // namespace rackproof
