#pragma once

#include <string_view>

namespace rackproof {

/// What the compiler's target attributes in this room are dispatched on at run time.
enum class SimdLevel {
  sse2,    ///< Every x86-64 processor; "portable" elsewhere.
  avx2,    ///< AVX2 and FMA.
  avx512,  ///< AVX-512 F, CD, BW, DQ and VL.
};

/// CPUID and the operating system's consent (XCR0); only sse2 where the processor is no x86.
[[nodiscard]] bool cpu_has(SimdLevel level);
/// AES-NI.
[[nodiscard]] bool cpu_has_aes();
/// The CRC-32C instruction of SSE4.2.
[[nodiscard]] bool cpu_has_crc32c();
/// AVX, be it without AVX2.
[[nodiscard]] bool cpu_has_avx();
[[nodiscard]] bool cpu_has_avx512_bf16();
/// SHA-NI: the SHA-1 and SHA-256 instructions.
[[nodiscard]] bool cpu_has_sha();
/// Carry-less multiplication (PCLMULQDQ).
[[nodiscard]] bool cpu_has_clmul();
/// AES on four blocks at once: VAES with AVX-512.
[[nodiscard]] bool cpu_has_vaes();
/// "portable", "avx2", "avx512".
[[nodiscard]] std::string_view to_string(SimdLevel level);

}  // namespace rackproof
