#include <utility>

#include "certsuite/workloads/matrix_kernel.h"
#include "certsuite/workloads/openblas_rate.h"
#include "probes/machine/library.h"

namespace rackproof {

namespace {

/// The C interface of BLAS as its reference implementation fixes it (netlib, cblas.h): plain ints
/// for the enumerations.
constexpr int kRowMajor = 101;
constexpr int kNoTranspose = 111;

template <typename Real>
using Gemm = void (*)(int order, int transpose_a, int transpose_b, int m, int n, int k, Real alpha,
                      const Real* a, int lda, const Real* b, int ldb, Real beta, Real* c, int ldc);

struct Symbols {
  Gemm<double> dgemm = nullptr;
  Gemm<float> sgemm = nullptr;
  void (*set_num_threads)(int) = nullptr;
  char* (*get_corename)() = nullptr;
  char* (*get_config)() = nullptr;
};

class OpenBlasKernel final : public MatrixKernel {
 public:
  OpenBlasKernel(Library library, const Symbols& symbols, std::vector<Fact> choice)
      : library_(std::move(library)), symbols_(symbols), choice_(std::move(choice)) {}

  [[nodiscard]] std::vector<Fact> facts() const override {
    std::vector<Fact> facts{{"library", symbols_.get_config(), ""},
                            {std::string(kCoreTypeFact), symbols_.get_corename(), ""}};
    facts.insert(facts.end(), choice_.begin(), choice_.end());
    return facts;
  }
  void multiply(int n, const double* a, const double* b, double* c) const override {
    symbols_.dgemm(kRowMajor, kNoTranspose, kNoTranspose, n, n, n, 1.0, a, n, b, n, 0.0, c, n);
  }
  void multiply(int n, const float* a, const float* b, float* c) const override {
    symbols_.sgemm(kRowMajor, kNoTranspose, kNoTranspose, n, n, n, 1.0F, a, n, b, n, 0.0F, c, n);
  }

 private:
  Library library_;  ///< Keeps the symbols alive.
  Symbols symbols_;
  std::vector<Fact> choice_;
};

template <typename Pointer>
bool find(const Library& library, const char* name, Pointer& out, Error& failure) {
  auto symbol = library.symbol<Pointer>(name);
  if (!symbol) {
    failure = std::move(symbol).error();
    return false;
  }
  out = *symbol;
  return true;
}

}  // namespace

Result<std::unique_ptr<MatrixKernel>> open_openblas(const std::string& library,
                                                    std::vector<Fact> choice) {
  auto opened = Library::open(library);
  if (!opened) {
    return std::move(opened).error();
  }
  Symbols symbols;
  Error failure;
  const bool complete =
      find(*opened, "cblas_dgemm", symbols.dgemm, failure) &&
      find(*opened, "cblas_sgemm", symbols.sgemm, failure) &&
      find(*opened, "openblas_set_num_threads", symbols.set_num_threads, failure) &&
      find(*opened, "openblas_get_corename", symbols.get_corename, failure) &&
      find(*opened, "openblas_get_config", symbols.get_config, failure);
  if (!complete) {
    return failure.during(library);
  }
  symbols.set_num_threads(1);
  return std::unique_ptr<MatrixKernel>(
      std::make_unique<OpenBlasKernel>(std::move(*opened), symbols, std::move(choice)));
}

}  // namespace rackproof
