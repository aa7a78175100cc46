#include "certsuite/workloads/matrix_run.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "tests/support/recording_listener.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kLittleMemory = 64 << 20;

/// Matrices of ones, and an oracle that sees the first element only, or is blind.
class Ones final : public MatrixProblem {
 public:
  explicit Ones(bool blind) : blind_(blind) {}

  void set_up(int n, Team& /*team*/) override {
    n_ = n;
    const auto elements = static_cast<std::size_t>(n) * static_cast<std::size_t>(n);
    fp64_.assign(elements, 1);
    fp32_.assign(elements, 1);
  }
  [[nodiscard]] Operands operands() const override {
    return {fp64_.data(), fp64_.data(), fp32_.data(), fp32_.data()};
  }
  [[nodiscard]] double set_up_rate() const override { return 1e12; }
  [[nodiscard]] std::int64_t checks() const override { return 2; }
  [[nodiscard]] std::vector<Mismatch> check(int /*oracle*/, const Products& products,
                                            const std::string& device) const override {
    std::vector<Mismatch> wrong;
    if (!blind_ && products.fp64[0] != n_) {
      wrong.push_back(
          {.device = device, .where = "fp64", .expected = "", .actual = "", .mask = ""});
    }
    if (!blind_ && products.fp32[0] != static_cast<float>(n_)) {
      wrong.push_back(
          {.device = device, .where = "fp32", .expected = "", .actual = "", .mask = ""});
    }
    return wrong;
  }
  [[nodiscard]] Flip canary(int /*oracle*/, const Products& /*products*/) const override {
    return {};
  }

 private:
  bool blind_;
  int n_ = 0;
  std::vector<double> fp64_;
  std::vector<float> fp32_;
};

Result<WorkloadOutcome> run(bool blind, testing::RecordingListener& listener) {
  Ones problem(blind);
  const auto kernel = make_builtin_kernel("test");
  return run_matrix_laps({.duration = 2s}, listener,
                         {.problem = problem,
                          .kernel = *kernel,
                          .rate = metrics::named("gemm_exact_flops_per_second"),
                          .mismatches = metrics::named("gemm_exact_mismatch_count"),
                          .memory_bytes = kLittleMemory});
}

TEST_CASE("matrix laps: rates, checks and the share of checking are told", "[workloads]") {
  testing::RecordingListener listener;
  const auto outcome = run(false, listener);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary == Canary{true, true});
  CHECK(outcome->checks > 0);
  CHECK_FALSE(listener.windows_of("gemm_exact_flops_per_second").empty());
  CHECK_FALSE(listener.fact_named("checking_share").empty());
}

TEST_CASE("matrix laps: an oracle that is blind does not catch the canary", "[workloads]") {
  testing::RecordingListener listener;
  const auto outcome = run(true, listener);
  REQUIRE(outcome);
  CHECK(outcome->canary == Canary{true, false});
}

}  // namespace
}  // namespace rackproof
