#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "certsuite/workload.h"
#include "certsuite/workloads/matrix_kernel.h"
#include "certsuite/workloads/team.h"
#include "schemas/metric.h"

namespace rackproof {

/// One pair of matrices in each precision, row after row; all members multiply the same ones.
struct Operands {
  const double* left64 = nullptr;
  const double* right64 = nullptr;
  const float* left32 = nullptr;
  const float* right32 = nullptr;
};

/// The two products of one member, on pages that it touched first.
struct Products {
  double* fp64 = nullptr;
  float* fp32 = nullptr;
};

/// Bits to flip in one element of each product.
struct Flip {
  std::size_t place64 = 0;  ///< Index of the element.
  std::size_t place32 = 0;
  std::uint64_t mask64 = 1;
  std::uint32_t mask32 = 1;
};

/// Matrices whose product can be judged, by one oracle or several.
class MatrixProblem {
 public:
  virtual ~MatrixProblem() = default;
  MatrixProblem() = default;
  MatrixProblem(const MatrixProblem&) = delete;
  MatrixProblem& operator=(const MatrixProblem&) = delete;
  MatrixProblem(MatrixProblem&&) = delete;
  MatrixProblem& operator=(MatrixProblem&&) = delete;

  /// Makes matrices of `n` rows and works out what their product must be, shared out over `team`.
  virtual void set_up(int n, Team& team) = 0;
  [[nodiscard]] virtual Operands operands() const = 0;
  /// Cautious rate, in multiply-adds a second and core, at which set_up() works through n^3.
  [[nodiscard]] virtual double set_up_rate() const = 0;
  /// Main thread, before the members multiply: time for other data.
  virtual void before_lap(std::uint64_t /*lap*/, Team& /*team*/) {}
  /// Main thread, after the members multiplied and before check().
  virtual void after_lap(const std::vector<Products>& /*products*/, Team& /*team*/) {}

  [[nodiscard]] virtual int oracles() const { return 1; }
  /// Comparisons that check() makes of one member's products by all oracles.
  [[nodiscard]] virtual std::int64_t checks() const = 0;
  /// Every wrong tile in the eyes of `oracle`. Any thread.
  [[nodiscard]] virtual std::vector<Mismatch> check(int oracle, const Products& products,
                                                    const std::string& device) const = 0;
  /// What `oracle` must see as exactly one more wrong tile in each precision.
  [[nodiscard]] virtual Flip canary(int oracle, const Products& products) const = 0;
};

/// What a run of laps over a problem needs besides. Everything outlives the run.
struct MatrixWork {
  MatrixProblem& problem;
  const MatrixKernel& kernel;
  const Metric* rate = nullptr;        ///< Double-precision FLOP/s of the node.
  const Metric* mismatches = nullptr;  ///< Wrong tiles.
  std::uint64_t memory_bytes = 0;      ///< A quarter of it bounds the matrices.
};

/// Laps until the effort is over: every processor multiplies the same matrices, in double and then
/// in single precision, all together, and each member's products are checked by every oracle; one
/// flipped bit in each product must be seen by each oracle, or the canary was not caught. The rate
/// counts the time of double-precision multiplication alone; which share of the time went into
/// checking is a fact.
Result<WorkloadOutcome> run_matrix_laps(const Effort& effort, WorkloadListener& listener,
                                        const MatrixWork& work);

}  // namespace rackproof
