#include <algorithm>
#include <cstddef>

#include "certsuite/workloads/matrix_kernel.h"

namespace rackproof {

namespace {

/// A strip of B this deep and this wide stays in the second-level cache while rows of A pass it.
constexpr int kDepth = 128;
constexpr int kWidth = 256;

/// Adds A[row][k0..k1) B[k0..k1)[c0..c1) to the row of C; the inner loop is the compiler's to
/// vectorise.
template <typename Real>
void add_strip(int n, const Real* a_row, const Real* b, Real* c_row, int k0, int c0) {
  const int k1 = std::min(n, k0 + kDepth);
  const int c1 = std::min(n, c0 + kWidth);
  for (int k = k0; k < k1; ++k) {
    const Real factor = a_row[k];
    const Real* line = b + static_cast<std::size_t>(k) * static_cast<std::size_t>(n);
    for (int column = c0; column < c1; ++column) {
      c_row[column] += factor * line[column];
    }
  }
}

template <typename Real>
void blocked_multiply(int n, const Real* a, const Real* b, Real* c) {
  const auto width = static_cast<std::size_t>(n);
  std::fill_n(c, width * width, Real{0});
  for (int k0 = 0; k0 < n; k0 += kDepth) {
    for (int c0 = 0; c0 < n; c0 += kWidth) {
      for (std::size_t row = 0; row < width; ++row) {
        add_strip(n, a + row * width, b, c + row * width, k0, c0);
      }
    }
  }
}

class BuiltinKernel final : public MatrixKernel {
 public:
  explicit BuiltinKernel(std::string why) : why_(std::move(why)) {}

  [[nodiscard]] std::vector<Fact> facts() const override {
    return {{"library", "built in", ""}, {"kernel", "blocked", ""}, {"kernel_choice", why_, ""}};
  }
  void multiply(int n, const double* a, const double* b, double* c) const override {
    blocked_multiply(n, a, b, c);
  }
  void multiply(int n, const float* a, const float* b, float* c) const override {
    blocked_multiply(n, a, b, c);
  }

 private:
  std::string why_;
};

}  // namespace

std::unique_ptr<MatrixKernel> make_builtin_kernel(const std::string& why) {
  return std::make_unique<BuiltinKernel>(why);
}

}  // namespace rackproof
