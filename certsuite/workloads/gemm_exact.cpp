#include "certsuite/workloads/gemm_exact.h"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "certsuite/workloads/exact_product.h"
#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/fastest_kernel.h"
#include "certsuite/workloads/matrix_run.h"
#include "certsuite/workloads/memory_budget.h"
#include "probes/machine/file_tree.h"
#include "schemas/catalogue.h"

namespace rackproof {

namespace {

constexpr auto kRate = metrics::named("gemm_exact_flops_per_second");
constexpr auto kWrong = metrics::named("gemm_exact_mismatch_count");

/// Integer matrices, and the digests of their products' tiles that integer arithmetic gives.
class ExactProblem final : public MatrixProblem {
 public:
  explicit ExactProblem(std::uint64_t seed) : seed_(seed) {}

  void set_up(int n, Team& team) override {
    fp64_.emplace(n, seed_);
    fp32_.emplace(n, seed_);
    const int rows = fp64_->tile_rows();
    team.run([&](int member) {
      for (int row = member; row < rows; row += team.size()) {
        fp64_->work_out_tile_row(row);
        fp32_->work_out_tile_row(row);
      }
    });
  }
  [[nodiscard]] Operands operands() const override {
    return {fp64_->left(), fp64_->right(), fp32_->left(), fp32_->right()};
  }
  [[nodiscard]] double set_up_rate() const override { return 2e9; }
  [[nodiscard]] std::int64_t checks() const override { return 2 * fp64_->tile_count(); }
  [[nodiscard]] std::vector<Mismatch> check(int /*oracle*/, const Products& products,
                                            const std::string& device) const override {
    auto wrong = fp64_->check(products.fp64, device);
    auto single = fp32_->check(products.fp32, device);
    wrong.insert(wrong.end(), single.begin(), single.end());
    return wrong;
  }
  /// The last bit of an element in the middle.
  [[nodiscard]] Flip canary(int /*oracle*/, const Products& /*products*/) const override {
    const auto n = static_cast<std::size_t>(fp64_->size());
    const auto place = n * n / 2 + 1;
    return {.place64 = place, .place32 = place};
  }

 private:
  std::uint64_t seed_;
  std::optional<ExactProduct<double>> fp64_;
  std::optional<ExactProduct<float>> fp32_;
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
  ExactProblem problem(effort.seed);
  return run_matrix_laps(effort, listener,
                         {.problem = problem,
                          .kernel = kernel,
                          .rate = kRate,
                          .mismatches = kWrong,
                          .memory_bytes = memory_bytes});
}

std::unique_ptr<Workload> make_gemm_exact() {
  return std::make_unique<GemmExact>();
}

}  // namespace rackproof
