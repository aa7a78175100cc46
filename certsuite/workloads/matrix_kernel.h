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

inline constexpr const char* kOpenBlasLibrary = "libopenblas.so.0";

/// OpenBLAS by dlopen of `library`, one thread a call, with the core type that OPENBLAS_CORETYPE
/// asks for or else the library's own guess; choose_kernel() (fastest_kernel.h) knows better.
/// `choice` is added to its facts. Error{absent} where it is not installed, Error{unsupported}
/// where it lacks a symbol.
Result<std::unique_ptr<MatrixKernel>> open_openblas(const std::string& library = kOpenBlasLibrary,
                                                    std::vector<Fact> choice = {});

/// A blocked kernel of our own: slower, always there. `why` says what stood in the library's way.
std::unique_ptr<MatrixKernel> make_builtin_kernel(const std::string& why);

}  // namespace rackproof
