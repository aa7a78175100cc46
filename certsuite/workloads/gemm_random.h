#pragma once

#include <cstdint>

#include "certsuite/workload.h"
#include "certsuite/workloads/matrix_kernel.h"

namespace rackproof {

/// The work of `gemm_random` with a given kernel: every processor multiplies the same matrices of
/// normally distributed numbers, fresh ones every few laps, in double and in single precision. Two
/// oracles: the bits must be those of most cores, lap after lap; and each tile's row and column
/// sums must hold within the rounding bound of random_product.h, which sees what all cores get
/// wrong alike. `memory_bytes` bounds the matrices.
Result<WorkloadOutcome> run_gemm_random(const Effort& effort, WorkloadListener& listener,
                                        const MatrixKernel& kernel, std::uint64_t memory_bytes);

}  // namespace rackproof
