#include "certsuite/workloads/gemm_random.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <limits>

#include <catch2/catch.hpp>
#include <sched.h>

#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/team.h"
#include "tests/support/host_grounds.h"
#include "tests/support/recording_listener.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kLittleMemory = 64 << 20;

/// Asked before any thread is pinned.
const int kLastProcessor = allowed_processors().back();

/// Spoils one element of every double product that `on` returns true for.
class SpoiledKernel final : public MatrixKernel {
 public:
  SpoiledKernel(double (*spoil)(double), bool (*on)()) : spoil_(spoil), on_(on) {}

  [[nodiscard]] std::vector<Fact> facts() const override { return right_->facts(); }
  void multiply(int n, const double* a, const double* b, double* c) const override {
    right_->multiply(n, a, b, c);
    if (on_()) {
      auto& element = c[static_cast<std::size_t>(n) * 65 + 2];
      element = spoil_(element);
    }
  }
  void multiply(int n, const float* a, const float* b, float* c) const override {
    right_->multiply(n, a, b, c);
  }

 private:
  std::unique_ptr<MatrixKernel> right_ = make_builtin_kernel("test");
  double (*spoil_)(double);
  bool (*on_)();
};

bool everywhere() {
  return true;
}
bool on_last_processor() {
  return sched_getcpu() == kLastProcessor;
}
double last_bit(double value) {
  return std::nextafter(value, 1e9);
}
double more(double value) {
  return value + 100;
}
double no_number(double /*value*/) {
  return std::numeric_limits<double>::quiet_NaN();
}

bool any_where(const testing::RecordingListener& listener, std::string_view text) {
  return std::any_of(
      listener.mismatches.begin(), listener.mismatches.end(),
      [&](const Mismatch& each) { return each.where.find(text) != std::string::npos; });
}

TEST_CASE("gemm_random: a sound machine agrees, keeps its bound, catches both canaries",
          "[workloads]") {
  testing::RecordingListener listener;
  const auto kernel = make_builtin_kernel("test");

  const auto outcome =
      run_gemm_random({.duration = 1s, .seed = 3}, listener, *kernel, kLittleMemory);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary == Canary{true, true});
  CHECK(outcome->checks > 0);
  CHECK(listener.mismatches.empty());
  CHECK(listener.windows_of("gemm_random_flops_per_second").size() >= 1);
  CHECK_FALSE(listener.fact_named("checking_share").empty());
}

TEST_CASE("gemm_random: a core whose last bit differs is told by its bits", "[workloads]") {
  testing::RecordingListener listener;
  listener.stop_when_wrong = true;
  const SpoiledKernel kernel(last_bit, on_last_processor);

  const auto outcome =
      run_gemm_random({.duration = 3s, .seed = 3, .stop = listener.stop.get_token()}, listener,
                      kernel, kLittleMemory);

  REQUIRE(outcome);
  if (allowed_processors().size() == 1) {
    CHECK(outcome->self_check == SelfCheck::correct);  // alone and always alike: nothing to tell by
    return;
  }
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  REQUIRE_FALSE(listener.mismatches.empty());
  CHECK(
      std::any_of(listener.mismatches.begin(), listener.mismatches.end(), [](const Mismatch& each) {
        return each.device == "node/cpu:" + std::to_string(kLastProcessor);
      }));
  CHECK_FALSE(any_where(listener, "checksum"));
}

TEST_CASE("gemm_random: what every core gets wrong alike breaks the checksums", "[workloads]") {
  testing::RecordingListener listener;
  listener.stop_when_wrong = true;
  const auto spoil = GENERATE(&more, &no_number);
  const SpoiledKernel kernel(spoil, everywhere);

  const auto outcome =
      run_gemm_random({.duration = 3s, .seed = 3, .stop = listener.stop.get_token()}, listener,
                      kernel, kLittleMemory);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  REQUIRE_FALSE(listener.mismatches.empty());
  CHECK(listener.mismatches.front().where == "fp64 tile 1,0 checksum of row 65, column 2");
  CHECK_THAT(listener.mismatches.front().device, Catch::StartsWith("node/cpu:"));
}

TEST_CASE("gemm_random: a library that does nothing over its last answer is no fast one",
          "[workloads]") {
  testing::RecordingListener listener;
  listener.stop_when_wrong = true;
  const testing::LazyKernel kernel;
  constexpr std::uint64_t kLeastMemory = 1 << 20;  // for the smallest matrices
  const auto outcome =
      run_gemm_random({.duration = 30s, .seed = 3, .threads = 2, .stop = listener.stop.get_token()},
                      listener, kernel, kLeastMemory);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  CHECK(outcome->mismatch_count > 0);
}

TEST_CASE("gemm_random: runs on this machine as it is", "[workloads]") {
  testing::RecordingListener listener;
  const auto outcome = make_gemm_random()->run({.duration = 500ms, .seed = 1}, listener);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary.caught);
}

}  // namespace
}  // namespace rackproof
