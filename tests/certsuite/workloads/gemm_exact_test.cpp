#include "certsuite/workloads/gemm_exact.h"

#include <atomic>
#include <chrono>
#include <cstddef>

#include <catch2/catch.hpp>

#include "certsuite/workloads/factories.h"
#include "tests/support/host_grounds.h"
#include "tests/support/recording_listener.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kLittleMemory = 64 << 20;

/// Right until `first_wrong` calls were made, then one bit of each double result is wrong.
class FaultyKernel final : public MatrixKernel {
 public:
  explicit FaultyKernel(int first_wrong) : first_wrong_(first_wrong) {}

  [[nodiscard]] std::vector<Fact> facts() const override { return right_->facts(); }
  void multiply(int n, const double* a, const double* b, double* c) const override {
    right_->multiply(n, a, b, c);
    if (++calls_ > first_wrong_) {
      c[static_cast<std::size_t>(n) * 65 + 2] += 1;
    }
  }
  void multiply(int n, const float* a, const float* b, float* c) const override {
    right_->multiply(n, a, b, c);
  }

 private:
  std::unique_ptr<MatrixKernel> right_ = make_builtin_kernel("test");
  int first_wrong_;
  mutable std::atomic<int> calls_ = 0;
};

TEST_CASE("gemm_exact: a sound machine answers right, catches its canary and measures",
          "[workloads]") {
  testing::RecordingListener listener;
  const auto kernel = make_builtin_kernel("test");
  const auto start = std::chrono::steady_clock::now();

  const auto outcome =
      run_gemm_exact({.duration = 1s, .seed = 3}, listener, *kernel, kLittleMemory);

  CHECK(std::chrono::steady_clock::now() - start < 1500ms);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary == Canary{true, true});
  CHECK(outcome->checks > 0);
  CHECK(outcome->mismatch_count == 0);
  CHECK(listener.warm_ups == 1);
  CHECK(listener.windows_of("gemm_exact_flops_per_second").size() >= 2);
  CHECK(listener.fact_named("library") == "built in");
  for (const auto& window : listener.windows_of("gemm_exact_mismatch_count")) {
    CHECK(window.device == "node");
    CHECK(window.value == 0);
  }
}

TEST_CASE("gemm_exact: a core that begins to compute wrongly is named with its tile",
          "[workloads]") {
  testing::RecordingListener listener;
  listener.stop_when_wrong = true;
  const FaultyKernel kernel(6);

  const auto outcome =
      run_gemm_exact({.duration = 30s, .seed = 3, .threads = 1, .stop = listener.stop.get_token()},
                     listener, kernel, kLittleMemory);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  CHECK(outcome->canary == Canary{true, true});
  CHECK(outcome->mismatch_count > 0);
  REQUIRE_FALSE(listener.mismatches.empty());
  const auto& first = listener.mismatches.front();
  CHECK_THAT(first.device, Catch::StartsWith("node/cpu:"));
  CHECK(first.where == "fp64 tile 1,0 row 65 column 2");
  CHECK(first.expected != first.actual);
  CHECK_FALSE(first.mask.empty());
  double counted = 0;
  for (const auto& window : listener.windows_of("gemm_exact_mismatch_count")) {
    counted += window.value;
  }
  CHECK(counted > 0);
}

TEST_CASE("gemm_exact: a stop before the start still ends with an outcome and a canary",
          "[workloads]") {
  testing::RecordingListener listener;
  const auto kernel = make_builtin_kernel("test");
  std::stop_source source;
  source.request_stop();

  const auto outcome = run_gemm_exact({.duration = 60s, .stop = source.get_token()}, listener,
                                      *kernel, kLittleMemory);

  REQUIRE(outcome);
  CHECK(outcome->canary == Canary{true, true});
}

TEST_CASE("gemm_exact: a library that does nothing over its last answer is no fast one",
          "[workloads]") {
  testing::RecordingListener listener;
  listener.stop_when_wrong = true;
  const testing::LazyKernel kernel;
  constexpr std::uint64_t kLeastMemory = 1 << 20;  // for the smallest matrices
  const auto outcome =
      run_gemm_exact({.duration = 30s, .seed = 3, .threads = 2, .stop = listener.stop.get_token()},
                     listener, kernel, kLeastMemory);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  CHECK(outcome->mismatch_count > 0);
}

TEST_CASE("gemm_exact: runs on this machine as it is", "[workloads]") {
  testing::RecordingListener listener;
  const auto outcome = make_gemm_exact()->run({.duration = 1s, .seed = 1}, listener);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary.caught);
}

}  // namespace
}  // namespace rackproof
