#pragma once

#include <memory>

#include "certsuite/workload.h"
#include "certsuite/workloads/core_type.h"
#include "certsuite/workloads/matrix_kernel.h"

namespace rackproof {

/// A kernel to multiply with, and what is left of the phase after it was chosen.
struct ChosenKernel {
  std::unique_ptr<MatrixKernel> kernel;  ///< Never null; its facts say why it is this one.
  Effort effort;
};

/// OpenBLAS with the core type that is fastest here, or the kernel of our own where there is no
/// OpenBLAS. OPENBLAS_CORETYPE in the environment is obeyed; else the core types are measured in
/// child processes of this program (some 0.3 s); in a phase shorter than 2 s the widest SIMD that
/// the processor has is taken. Call before any other thread runs: the environment is changed.
[[nodiscard]] ChosenKernel choose_kernel(const Effort& effort);

/// The same with another way to measure.
[[nodiscard]] ChosenKernel choose_kernel(const Effort& effort, const CoreTypeProbe& probe);

}  // namespace rackproof
