#pragma once

#include <memory>
#include <string>
#include <vector>

#include "schemas/result.h"
#include "schemas/run_record.h"

namespace rackproof {

/// Something that multiplies square matrices, row after row: C = A B. Calls are safe from several
/// threads at once and each one uses the calling thread alone, so that a wrong answer names a core.
class MatrixKernel {
 public:
  virtual ~MatrixKernel() = default;
  MatrixKernel() = default;
  MatrixKernel(const MatrixKernel&) = delete;
  MatrixKernel& operator=(const MatrixKernel&) = delete;
  MatrixKernel(MatrixKernel&&) = delete;
  MatrixKernel& operator=(MatrixKernel&&) = delete;

  /// What it is, for the report: library, its kernel, why this one.
  [[nodiscard]] virtual std::vector<Fact> facts() const = 0;
  virtual void multiply(int n, const double* a, const double* b, double* c) const = 0;
  virtual void multiply(int n, const float* a, const float* b, float* c) const = 0;
};

/// OpenBLAS by dlopen of `library`, one thread a call. Where the processor has AVX-512 its SkylakeX
/// kernels are asked for, unless OPENBLAS_CORETYPE is set already. Call before any other thread
/// runs: the library reads the environment while it loads. Error{absent} where it is not installed,
/// Error{unsupported} where it lacks a symbol.
Result<std::unique_ptr<MatrixKernel>> open_openblas(
    const std::string& library = "libopenblas.so.0");

/// A blocked kernel of our own: slower, always there. `why` says what stood in the library's way.
std::unique_ptr<MatrixKernel> make_builtin_kernel(const std::string& why);

}  // namespace rackproof
