#pragma once

#include <cstdint>

#include "certsuite/workload.h"
#include "certsuite/workloads/matrix_kernel.h"

namespace rackproof {

/// The work of `gemm_exact` with a given kernel: every processor multiplies the same integer
/// matrices in double and in single precision and checks every tile against digests that integer
/// arithmetic gave. Rates are those of double precision. A kernel that answers wrongly is news in
/// the outcome. `memory_bytes` bounds the matrices.
Result<WorkloadOutcome> run_gemm_exact(const Effort& effort, WorkloadListener& listener,
                                       const MatrixKernel& kernel, std::uint64_t memory_bytes);

}  // namespace rackproof
