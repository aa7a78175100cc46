#include "certsuite/workloads/gemm_random.h"

#include <optional>
#include <utility>
#include <vector>

#include "certsuite/workloads/bit_reference.h"
#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/fastest_kernel.h"
#include "certsuite/workloads/matrix_run.h"
#include "certsuite/workloads/memory_budget.h"
#include "certsuite/workloads/random_product.h"
#include "certsuite/workloads/word_stream.h"
#include "probes/machine/file_tree.h"
#include "schemas/catalogue.h"

namespace rackproof {

namespace {

constexpr auto kRate = metrics::named("gemm_random_flops_per_second");
constexpr auto kWrong = metrics::named("gemm_random_mismatch_count");

/// Laps with the same matrices: enough to repeat, few enough to see many.
constexpr std::uint64_t kLapsOfMatrices = 16;

constexpr int kBits = 0;  ///< The oracle that compares bits; the other is the checksums'.
constexpr int kOracles = 2;

/// Everything of one precision.
template <typename Real>
class RandomHalf {
 public:
  void draw(int n, std::uint64_t seed, Team& team) {
    if (!product_ || product_->tile_rows() * RandomProduct<Real>::kTile != n) {
      product_.emplace(n);
    }
    reference_.reset(n);
    in_turns(team, [&](int row) { product_->draw_tile_row(row, seed); });
    in_turns(team, [&](int tile) { product_->work_out(tile); });
  }
  void settle(const std::vector<const Real*>& products, Team& team) {
    in_turns(team, [&](int row) { reference_.settle_tile_row(row, products); });
  }
  [[nodiscard]] const RandomProduct<Real>& matrices() const { return *product_; }
  void check(int oracle, const Real* product, const std::string& device,
             std::vector<Mismatch>& wrong) const {
    auto found =
        oracle == kBits ? reference_.check(product, device) : product_->check(product, device);
    wrong.insert(wrong.end(), found.begin(), found.end());
  }

 private:
  template <typename Work>
  void in_turns(Team& team, const Work& work) {
    team.run([&](int member) {
      for (int row = member; row < product_->tile_rows(); row += team.size()) {
        work(row);
      }
    });
  }

  std::optional<RandomProduct<Real>> product_;
  BitReference<Real> reference_;
};

class RandomProblem final : public MatrixProblem {
 public:
  explicit RandomProblem(std::uint64_t seed) : seed_(seed) {}

  void set_up(int n, Team& team) override {
    n_ = n;
    draw(0, team);
  }
  [[nodiscard]] Operands operands() const override {
    return {fp64_.matrices().left(), fp64_.matrices().right(), fp32_.matrices().left(),
            fp32_.matrices().right()};
  }
  [[nodiscard]] double set_up_rate() const override { return 10e9; }  // n^2 numbers, n^3 / 8 sums
  void before_lap(std::uint64_t lap, Team& team) override {
    if (lap > 0 && lap % kLapsOfMatrices == 0) {
      draw(lap / kLapsOfMatrices, team);
    }
  }
  void after_lap(const std::vector<Products>& products, Team& team) override {
    std::vector<const double*> fp64;
    std::vector<const float*> fp32;
    for (const auto& each : products) {
      fp64.push_back(each.fp64);
      fp32.push_back(each.fp32);
    }
    fp64_.settle(fp64, team);
    fp32_.settle(fp32, team);
  }
  [[nodiscard]] int oracles() const override { return kOracles; }
  [[nodiscard]] std::int64_t checks() const override {
    const std::int64_t tile_rows = fp64_.matrices().tile_rows();
    return std::int64_t{kOracles} * 2 * tile_rows * tile_rows;
  }
  [[nodiscard]] std::vector<Mismatch> check(int oracle, const Products& products,
                                            const std::string& device) const override {
    std::vector<Mismatch> wrong;
    fp64_.check(oracle, products.fp64, device, wrong);
    fp32_.check(oracle, products.fp32, device, wrong);
    return wrong;
  }
  /// For the bits the last one of any element; for the checksums the highest of a mantissa, which
  /// moves the number by a quarter of itself or more.
  [[nodiscard]] Flip canary(int oracle, const Products& products) const override {
    if (oracle == kBits) {
      return {};
    }
    return {.place64 = fp64_.matrices().largest_in_first_tile(products.fp64),
            .place32 = fp32_.matrices().largest_in_first_tile(products.fp32),
            .mask64 = std::uint64_t{1} << 51U,
            .mask32 = std::uint32_t{1} << 22U};
  }

 private:
  void draw(std::uint64_t number, Team& team) {
    fp64_.draw(n_, mixed_word(seed_, 2 * number), team);
    fp32_.draw(n_, mixed_word(seed_, 2 * number + 1), team);
  }

  std::uint64_t seed_;
  int n_ = 0;
  RandomHalf<double> fp64_;
  RandomHalf<float> fp32_;
};

class GemmRandom final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "gemm_random"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Multiplies matrices of full-mantissa random numbers on every processor; bits must "
           "agree "
           "over cores and repeats, checksums within the rounding bound: finds what integers miss.";
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
    return run_gemm_random(chosen.effort, listener, *chosen.kernel, *memory);
  }
};

}  // namespace

Result<WorkloadOutcome> run_gemm_random(const Effort& effort, WorkloadListener& listener,
                                        const MatrixKernel& kernel, std::uint64_t memory_bytes) {
  RandomProblem problem(effort.seed);
  return run_matrix_laps(effort, listener,
                         {.problem = problem,
                          .kernel = kernel,
                          .rate = kRate,
                          .mismatches = kWrong,
                          .memory_bytes = memory_bytes});
}

std::unique_ptr<Workload> make_gemm_random() {
  return std::make_unique<GemmRandom>();
}

}  // namespace rackproof
