#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include <sched.h>

#include "certsuite/workloads/host_ground.h"
#include "certsuite/workloads/matrix_kernel.h"
#include "certsuite/workloads/triad_kernel.h"
#include "tests/support/recording_listener.h"

namespace rackproof::testing {

/// The built-in kernel, told before and after each multiplication.
class SpiedKernel : public MatrixKernel {
 public:
  [[nodiscard]] std::vector<Fact> facts() const override { return right_->facts(); }
  void multiply(int n, const double* a, const double* b, double* c) const override {
    before();
    right_->multiply(n, a, b, c);
    after(n, c);
  }
  void multiply(int n, const float* a, const float* b, float* c) const override {
    right_->multiply(n, a, b, c);
  }

 private:
  virtual void before() const {}
  virtual void after(int /*n*/, double* /*c*/) const {}

  std::unique_ptr<MatrixKernel> right_ = make_builtin_kernel("test");
};

/// One element is off by one whenever that processor multiplied.
class KernelWithWrongCore final : public SpiedKernel {
 public:
  explicit KernelWithWrongCore(int processor) : processor_(processor) {}

 private:
  void after(int n, double* c) const override {
    if (sched_getcpu() == processor_) {
      c[static_cast<std::size_t>(n) * 2 + 3] += 1;
    }
  }
  int processor_;
};

/// Multiplies into each place once; from then on it leaves standing what is there, and is very
/// fast.
class LazyKernel final : public MatrixKernel {
 public:
  [[nodiscard]] std::vector<Fact> facts() const override { return right_->facts(); }
  void multiply(int n, const double* a, const double* b, double* c) const override {
    if (is_new(c, n)) {
      right_->multiply(n, a, b, c);
    }
  }
  void multiply(int n, const float* a, const float* b, float* c) const override {
    if (is_new(c, n)) {
      right_->multiply(n, a, b, c);
    }
  }

 private:
  bool is_new(const void* place, int n) const {
    const std::lock_guard lock(mutex_);
    return done_.emplace(place, n).second;
  }

  std::unique_ptr<MatrixKernel> right_ = make_builtin_kernel("test");
  mutable std::mutex mutex_;
  mutable std::set<std::pair<const void*, int>> done_;
};

/// Becomes slow once `hot` is set, as a chip that throttles: far slower than any busy machine.
class ThrottlingKernel final : public SpiedKernel {
 public:
  explicit ThrottlingKernel(const std::atomic<bool>& hot) : hot_(hot) {}

 private:
  void before() const override {
    if (hot_) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
  const std::atomic<bool>& hot_;
};

/// Passes everything on and sets `hot` once the warm-up is over and `windows` rates were told, so
/// that a test of throttling need not know how fast this machine is.
class HeatingListener final : public WorkloadListener {
 public:
  HeatingListener(RecordingListener& record, int windows) : record_(record), windows_(windows) {}

  void warm_up_over() override {
    record_.warm_up_over();
    hot = windows_ == 0;
  }
  void window(const Window& window) override {
    record_.window(window);
    if (window.metric.ends_with("_flops_per_second") && --windows_ == 0) {
      hot = true;
    }
  }
  void mismatch(const Mismatch& mismatch) override { record_.mismatch(mismatch); }
  void fact(const Fact& fact) override { record_.fact(fact); }

  std::atomic<bool> hot = false;

 private:
  RecordingListener& record_;
  int windows_;
};

/// A small machine that multiplies with `kernel`.
inline HostGround little_host(std::unique_ptr<MatrixKernel> kernel = make_builtin_kernel("test")) {
  return {.matrix = std::move(kernel),
          .triad = triad_kernels().front(),
          .memory_bytes = 64 << 20,
          .last_cache_bytes = 1 << 20};
}

/// Takes the canary of exact products out again, wherever it was planted.
inline void hide_product_canary(std::span<std::uint64_t> result) {
  result[result.size() / 2 + 1] ^= 1U;
}

/// A triad that forgets the last store of each call.
inline TriadKernel forgetful_triad() {
  return {"forgetful", [](double* to, const double* from, const double* other, double factor,
                          std::size_t count) {
            triad_kernels().front().run(to, from, other, factor, count);
            to[count - 1] = 0;
          }};
}

}  // namespace rackproof::testing
