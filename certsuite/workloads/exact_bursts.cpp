#include "certsuite/workloads/exact_bursts.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include "certsuite/workloads/stale_tiles.h"

namespace rackproof {

namespace {

/// Largest first.
constexpr std::array kSizes{1024, 512, 256, 128};

double flops_of(int n) {
  return 2.0 * n * n * n;
}

}  // namespace

Result<ExactBursts> ExactBursts::prepare(const MatrixKernel& kernel, Team& team, const Pace& pace,
                                         const BurstPlan& plan) {
  ExactBursts bursts(kernel, team, pace);
  constexpr int kTrial = 128;
  if (auto ready = bursts.use_size(kTrial, plan.seed); !ready) {
    return std::move(ready).error();
  }
  static_cast<void>(bursts.slowest_multiplication());  // the first allocates the library's buffers
  const double rate = flops_of(kTrial) / std::max(1e-9, bursts.slowest_multiplication());
  const int n = bursts.choose_size(rate, plan);
  if (n != kTrial) {
    if (auto chosen = bursts.use_size(n, plan.seed); !chosen) {
      return std::move(chosen).error();
    }
    static_cast<void>(bursts.slowest_multiplication());
  }
  return bursts;
}

int ExactBursts::choose_size(double rate, const BurstPlan& plan) const {
  constexpr double kGoldenMultiplications = 2e9;  // a second and core, cautious
  const auto chosen = std::find_if(kSizes.begin(), kSizes.end() - 1, [&](int n) {
    const double golden_seconds = flops_of(n) / kGoldenMultiplications / team_->size();
    const double bytes = 8.0 * n * n * (team_->size() + 3);
    return flops_of(n) / rate <= plan.burst_seconds &&
           golden_seconds < pace_->planned_seconds() / 16 &&
           bytes < static_cast<double>(plan.memory_bytes) / 4;
  });
  return *chosen;
}

Result<void> ExactBursts::use_size(int n, std::uint64_t seed) {
  product_.emplace(n, seed);
  team_->run([this](int member) {
    for (int row = member; row < product_->tile_rows(); row += team_->size()) {
      product_->work_out_tile_row(row);
    }
  });
  const auto elements = static_cast<std::size_t>(n) * static_cast<std::size_t>(n);
  for (auto& result : results_) {
    auto pages = Pages::map(elements * sizeof(double));
    if (!pages) {
      return std::move(pages).error();
    }
    result = std::move(*pages);
  }
  return {};
}

double ExactBursts::slowest_multiplication() {
  std::vector<double> seconds(results_.size());
  team_->run(
      [&](int member) { seconds[static_cast<std::size_t>(member)] = multiply(member).seconds; });
  return *std::max_element(seconds.begin(), seconds.end());
}

Burst ExactBursts::multiply(int member) {
  const auto index = static_cast<std::size_t>(member);
  auto* result = results_[index].as<double>().data();
  spoil_tiles(result, size(), ++turns_[index]);
  const double started = pace_->elapsed_seconds();
  kernel_->multiply(size(), product_->left(), product_->right(), result);
  return {started, pace_->elapsed_seconds() - started};
}

Burst ExactBursts::work(int member) {
  const auto burst = multiply(member);
  const auto index = static_cast<std::size_t>(member);
  auto& stretch = stretches_[index];
  stretch.work += flops();
  stretch.seconds += burst.seconds;
  stretch.checks += product_->tile_count();
  const auto device = "node/cpu:" + std::to_string(team_->processor(member));
  for (auto& mismatch : product_->check(results_[index].as<double>().data(), device)) {
    stretch.add_wrong(std::move(mismatch));
  }
  return burst;
}

Stretch ExactBursts::take(int member) {
  return std::exchange(stretches_[static_cast<std::size_t>(member)], Stretch{});
}

std::vector<std::int64_t> ExactBursts::count_wrong_tiles() {
  std::vector<std::int64_t> counts(results_.size());
  team_->run([&](int member) {
    const auto index = static_cast<std::size_t>(member);
    counts[index] =
        static_cast<std::int64_t>(product_->check(results_[index].as<double>().data(), "").size());
  });
  return counts;
}

bool ExactBursts::canary_is_caught(const Disturb& hide) {
  const auto elements = static_cast<std::size_t>(size()) * static_cast<std::size_t>(size());
  team_->run([this](int member) { static_cast<void>(multiply(member)); });
  // The second place is for a core whose own wrong answers lie in the tile of the first.
  const bool first = plant_and_look(elements / 2 + 1, hide);
  return first || plant_and_look(1, hide);
}

bool ExactBursts::plant_and_look(std::size_t place, const Disturb& hide) {
  auto expected = count_wrong_tiles();
  for (std::size_t i = 0; i < results_.size(); ++i) {
    ++expected[i];
    results_[i].as<std::uint64_t>()[place] ^= 1U;
    if (hide) {
      hide(results_[i].as<std::uint64_t>());
    }
  }
  return count_wrong_tiles() == expected;
}

double ExactBursts::flops() const {
  return flops_of(size());
}

}  // namespace rackproof
