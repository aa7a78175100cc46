#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "certsuite/workloads/exact_product.h"
#include "certsuite/workloads/matrix_kernel.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/pages.h"
#include "certsuite/workloads/stretch.h"
#include "certsuite/workloads/team.h"
#include "schemas/result.h"

namespace rackproof {

/// How large a burst may be.
struct BurstPlan {
  std::uint64_t seed = 0;
  double burst_seconds = 0;  ///< The longest that one multiplication should take.
  std::uint64_t memory_bytes = 0;
};

/// When one burst began, in seconds of the pace, and how long it multiplied.
struct Burst {
  double started = 0;
  double seconds = 0;
};

/// The heaviest work with a known answer that a core can do, in short bursts: one multiplication of
/// integer matrices in double precision, every tile of it checked at once. Each member works on
/// pages of its own and is named by its processor when an answer is wrong.
class ExactBursts {
 public:
  /// Works out the golden digests on `team` and measures which size fits the plan. `kernel`, `team`
  /// and `pace` outlive it.
  static Result<ExactBursts> prepare(const MatrixKernel& kernel, Team& team, const Pace& pace,
                                     const BurstPlan& plan);

  /// One burst and its check; on the thread of `member`, which it uses alone.
  Burst work(int member);

  /// What `member` did since the last call. Main thread.
  [[nodiscard]] Stretch take(int member);

  /// One bit flipped in every member's result must come back from the same check as exactly one
  /// tile more than was wrong before; `hide` gets each result between the two. Main thread; counts
  /// nothing.
  [[nodiscard]] bool canary_is_caught(const Disturb& hide = {});

  [[nodiscard]] int size() const { return product_->size(); }
  [[nodiscard]] double flops() const;

 private:
  ExactBursts(const MatrixKernel& kernel, Team& team, const Pace& pace)
      : kernel_(&kernel),
        team_(&team),
        pace_(&pace),
        results_(static_cast<std::size_t>(team.size())),
        turns_(results_.size()),
        stretches_(results_.size()) {}

  Result<void> use_size(int n, std::uint64_t seed);
  [[nodiscard]] int choose_size(double rate, const BurstPlan& plan) const;
  [[nodiscard]] double slowest_multiplication();
  [[nodiscard]] std::vector<std::int64_t> count_wrong_tiles();
  [[nodiscard]] bool plant_and_look(std::size_t place, const Disturb& hide);
  Burst multiply(int member);

  const MatrixKernel* kernel_;
  Team* team_;
  const Pace* pace_;
  std::optional<ExactProduct<double>> product_;
  std::vector<Pages> results_;        ///< By member.
  std::vector<std::uint64_t> turns_;  ///< By member: multiplications so far.
  std::vector<Stretch> stretches_;    ///< By member.
};

}  // namespace rackproof
