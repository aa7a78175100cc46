#include <algorithm>
#include <cstddef>

#include "certsuite/workloads/matrix_kernel.h"

namespace rackproof {

namespace {

/// A strip of B this deep and this wide stays in the second-level cache while rows of A pass it.
constexpr std::size_t kDepth = 128;
constexpr std::size_t kWidth = 256;

struct Strip {
  std::size_t n = 0;   ///< Rows and columns of the matrices.
  std::size_t k0 = 0;  ///< Its first row in B.
  std::size_t c0 = 0;  ///< Its first column in B.
};

/// Adds the row of A times the strip of B to the row of C; the inner loop is the compiler's to
/// vectorise.
template <typename Real>
void add_strip(const Strip& strip, const Real* a_row, const Real* b, Real* c_row) {
  for (std::size_t k = strip.k0; k < std::min(strip.n, strip.k0 + kDepth); ++k) {
    const Real factor = a_row[k];
    const Real* line = b + k * strip.n;
    const auto end = std::min(strip.n, strip.c0 + kWidth);
    for (std::size_t column = strip.c0; column < end; ++column) {
      c_row[column] += factor * line[column];
    }
  }
}

template <typename Real>
void add_all_rows(const Strip& strip, const Real* a, const Real* b, Real* c) {
  for (std::size_t row = 0; row < strip.n; ++row) {
    add_strip(strip, a + row * strip.n, b, c + row * strip.n);
  }
}

template <typename Real>
void blocked_multiply(int n, const Real* a, const Real* b, Real* c) {
  const auto width = static_cast<std::size_t>(n);
  std::fill_n(c, width * width, Real{0});
  for (std::size_t k0 = 0; k0 < width; k0 += kDepth) {
    for (std::size_t c0 = 0; c0 < width; c0 += kWidth) {
      add_all_rows({width, k0, c0}, a, b, c);
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
