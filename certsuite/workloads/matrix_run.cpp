#include "certsuite/workloads/matrix_run.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <utility>

#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/pages.h"
#include "certsuite/workloads/stale_tiles.h"
#include "certsuite/workloads/tally.h"
#include "probes/machine/clock.h"
#include "schemas/device.h"
#include "schemas/text.h"

namespace rackproof {

namespace {

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

/// A member's memory.
struct Results {
  Pages fp64;
  Pages fp32;
};

class MatrixRun {
 public:
  MatrixRun(const Effort& effort, WorkloadListener& listener, const MatrixWork& work, Team team)
      : pace_(effort, clock_),
        listener_(listener),
        work_(work),
        team_(std::move(team)),
        tally_(pace_, listener),
        windows_(pace_, listener, work.rate, work.mismatches),
        results_(static_cast<std::size_t>(team_.size())),
        products_(results_.size()),
        laps_(results_.size()) {}

  Result<WorkloadOutcome> run() {
    windows_.add_device(std::string(kNodeId));
    if (auto ready = prepare(); !ready) {
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
  Products& products_of(int member) { return products_[static_cast<std::size_t>(member)]; }

  Result<void> prepare() {
    if (auto small = use_size(kSizes.back()); !small) {
      return small;
    }
    multiply_all();  // the first call allocates the library's buffers
    multiply_all();
    const int n = choose_size(flops(n_) / std::max(1e-9, slowest(&Lap::fp64_seconds)));
    if (n != n_) {
      if (auto chosen = use_size(n); !chosen) {
        return chosen;
      }
    }
    set_up_seconds_ = pace_.elapsed_seconds();
    return {};
  }

  /// The largest size whose lap (single precision takes at most as long again) leaves several in a
  /// window, whose answers cost no large part of the phase, and which fits the memory.
  [[nodiscard]] int choose_size(double fp64_rate) const {
    const auto chosen = std::find_if(kSizes.begin(), kSizes.end() - 1, [&](int n) {
      const double lap_seconds = 2 * flops(n) / fp64_rate;
      const double set_up_seconds = flops(n) / work_.problem.set_up_rate() / team_.size();
      const double bytes = 12.0 * n * n * (team_.size() + 3);
      return lap_seconds < pace_.window_seconds() && set_up_seconds < pace_.planned_seconds() / 4 &&
             bytes < static_cast<double>(work_.memory_bytes) / 4;
    });
    return *chosen;
  }

  Result<void> use_size(int n) {
    n_ = n;
    work_.problem.set_up(n, team_);
    const auto elements = static_cast<std::size_t>(n) * static_cast<std::size_t>(n);
    for (std::size_t i = 0; i < results_.size(); ++i) {
      auto fp64 = Pages::map(elements * sizeof(double));
      auto fp32 = Pages::map(elements * sizeof(float));
      if (!fp64 || !fp32) {
        return fp64 ? std::move(fp32).error() : std::move(fp64).error();
      }
      results_[i] = {std::move(*fp64), std::move(*fp32)};
      products_[i] = {results_[i].fp64.as<double>().data(), results_[i].fp32.as<float>().data()};
    }
    return {};
  }

  /// All members start together, so the slowest one's time is the node's. What stood in their
  /// products is no answer any more.
  void multiply_all() {
    const auto operands = work_.problem.operands();
    ++turn_;
    team_.run([&](int member) {
      auto& mine = lap_of(member);
      const auto& products = products_of(member);
      spoil_tiles(products.fp64, n_, turn_);
      spoil_tiles(products.fp32, n_, turn_);
      const double start = pace_.elapsed_seconds();
      work_.kernel.multiply(n_, operands.left64, operands.right64, products.fp64);
      const double middle = pace_.elapsed_seconds();
      work_.kernel.multiply(n_, operands.left32, operands.right32, products.fp32);
      mine.fp64_seconds = middle - start;
      mine.fp32_seconds = pace_.elapsed_seconds() - middle;
    });
  }

  /// By the oracles from `first` up to `end`.
  void check_all(int first, int end) {
    team_.run([&](int member) {
      auto& mine = lap_of(member);
      mine.wrong.clear();
      for (int oracle = first; oracle < end; ++oracle) {
        auto wrong = work_.problem.check(oracle, products_of(member), device_of(member));
        mine.wrong.insert(mine.wrong.end(), wrong.begin(), wrong.end());
      }
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
    work_.problem.before_lap(lap_++, team_);
    multiply_all();
    work_.problem.after_lap(products_, team_);
    check_all(0, work_.problem.oracles());
    std::int64_t wrong = 0;
    for (auto& mine : laps_) {
      wrong += static_cast<std::int64_t>(mine.wrong.size());
      for (auto& mismatch : mine.wrong) {
        tally_.wrong(std::move(mismatch));
      }
    }
    tally_.checked(work_.problem.checks() * team_.size());
    const double fp64_seconds = slowest(&Lap::fp64_seconds);
    windows_.add(0, flops(n_) * team_.size(), fp64_seconds, wrong);
    fp32_flops_ += flops(n_) * team_.size();
    fp32_seconds_ += slowest(&Lap::fp32_seconds);
    multiply_seconds_ += fp64_seconds + slowest(&Lap::fp32_seconds);
    const double lap_seconds = pace_.elapsed_seconds() - start;
    lap_seconds_ += lap_seconds;
    longest_lap_ = std::max(longest_lap_, lap_seconds);
  }

  void flip(Products& products, const Flip& flip) {
    products.fp64[flip.place64] = std::bit_cast<double>(
        std::bit_cast<std::uint64_t>(products.fp64[flip.place64]) ^ flip.mask64);
    products.fp32[flip.place32] = std::bit_cast<float>(
        std::bit_cast<std::uint32_t>(products.fp32[flip.place32]) ^ flip.mask32);
  }

  /// On every member, one flipped bit in one element of each precision must come back from each
  /// oracle as exactly those two tiles, over and above what was wrong before.
  bool canary_is_caught() {
    bool caught = true;
    for (int oracle = 0; oracle < work_.problem.oracles(); ++oracle) {
      check_all(oracle, oracle + 1);
      std::vector<std::size_t> before;
      std::vector<Flip> flips;
      for (std::size_t i = 0; i < laps_.size(); ++i) {
        before.push_back(laps_[i].wrong.size());
        flips.push_back(work_.problem.canary(oracle, products_[i]));
        flip(products_[i], flips[i]);
      }
      check_all(oracle, oracle + 1);
      for (std::size_t i = 0; i < laps_.size(); ++i) {
        caught = caught && laps_[i].wrong.size() == before[i] + 2;
        flip(products_[i], flips[i]);
      }
    }
    return caught;
  }

  void tell_facts() {
    for (const auto& fact : work_.kernel.facts()) {
      listener_.fact(fact);
    }
    listener_.fact({"matrix_size", std::to_string(n_), "1"});
    listener_.fact({"threads", std::to_string(team_.size()), "1"});
    listener_.fact({"window_seconds", format_double(pace_.window_seconds()), "s"});
    if (fp32_seconds_ > 0) {
      listener_.fact(
          {"fp32_mean_rate", format_double(std::round(fp32_flops_ / fp32_seconds_)), "FLOP/s"});
    }
    if (lap_seconds_ > 0) {
      const double share = 1 - multiply_seconds_ / lap_seconds_;
      listener_.fact({"checking_share", format_double(std::round(share * 1000) / 1000), "ratio"});
    }
  }

  SystemClock clock_;
  Pace pace_;
  WorkloadListener& listener_;
  MatrixWork work_;
  Team team_;
  Tally tally_;
  Windows windows_;
  int n_ = 0;
  std::vector<Results> results_;    ///< By member.
  std::vector<Products> products_;  ///< By member, into results_.
  std::vector<Lap> laps_;           ///< By member.
  std::uint64_t lap_ = 0;
  std::uint64_t turn_ = 0;  ///< Multiplications so far, those before the first lap included.
  double set_up_seconds_ = 0;
  double longest_lap_ = 0;
  double fp32_flops_ = 0;
  double fp32_seconds_ = 0;
  double multiply_seconds_ = 0;
  double lap_seconds_ = 0;
};

}  // namespace

Result<WorkloadOutcome> run_matrix_laps(const Effort& effort, WorkloadListener& listener,
                                        const MatrixWork& work) {
  auto team = Team::start(effort.threads);
  if (!team) {
    return std::move(team).error();
  }
  return MatrixRun(effort, listener, work, std::move(*team)).run();
}

}  // namespace rackproof
