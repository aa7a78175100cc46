#pragma once

#include <cstdint>

namespace rackproof::bench {

/// Does `steps` rounds of independent fused multiply-adds in registers on the calling thread, in
/// the widest SIMD that the processor has; returns the floating-point operations done, an addition
/// and a multiplication each. Zero where it has neither AVX-512 nor AVX2 with FMA.
double fma_in_registers(std::int64_t steps);

}  // namespace rackproof::bench
