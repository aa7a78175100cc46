#include "tests/bench/fma_peak.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "certsuite/workloads/cpu_features.h"

namespace rackproof::bench {

namespace {

#if defined(__x86_64__)

// Two units of four to five cycles want ten chains; twelve and their two operands stay in sixteen
// registers. Spelled in assembler: the compiler keeps an array of chains in memory.
constexpr int kChains = 12;

__attribute__((target("avx512f"))) double fma_avx512(std::int64_t steps) {
  const __m512d factor = _mm512_set1_pd(0.999999);
  const __m512d term = _mm512_set1_pd(1e-6);
  __m512d c0 = term;
  __m512d c1 = term;
  __m512d c2 = term;
  __m512d c3 = term;
  __m512d c4 = term;
  __m512d c5 = term;
  __m512d c6 = term;
  __m512d c7 = term;
  __m512d c8 = term;
  __m512d c9 = term;
  __m512d c10 = term;
  __m512d c11 = term;
  for (std::int64_t step = 0; step < steps; ++step) {
    asm volatile(
        "vfmadd213pd %13, %12, %0\n"
        "vfmadd213pd %13, %12, %1\n"
        "vfmadd213pd %13, %12, %2\n"
        "vfmadd213pd %13, %12, %3\n"
        "vfmadd213pd %13, %12, %4\n"
        "vfmadd213pd %13, %12, %5\n"
        "vfmadd213pd %13, %12, %6\n"
        "vfmadd213pd %13, %12, %7\n"
        "vfmadd213pd %13, %12, %8\n"
        "vfmadd213pd %13, %12, %9\n"
        "vfmadd213pd %13, %12, %10\n"
        "vfmadd213pd %13, %12, %11\n"
        : "+v"(c0), "+v"(c1), "+v"(c2), "+v"(c3), "+v"(c4), "+v"(c5), "+v"(c6), "+v"(c7), "+v"(c8),
          "+v"(c9), "+v"(c10), "+v"(c11)
        : "v"(factor), "v"(term));
  }
  return static_cast<double>(steps) * kChains * 8 * 2;
}

__attribute__((target("avx2,fma"))) double fma_avx2(std::int64_t steps) {
  const __m256d factor = _mm256_set1_pd(0.999999);
  const __m256d term = _mm256_set1_pd(1e-6);
  __m256d c0 = term;
  __m256d c1 = term;
  __m256d c2 = term;
  __m256d c3 = term;
  __m256d c4 = term;
  __m256d c5 = term;
  __m256d c6 = term;
  __m256d c7 = term;
  __m256d c8 = term;
  __m256d c9 = term;
  __m256d c10 = term;
  __m256d c11 = term;
  for (std::int64_t step = 0; step < steps; ++step) {
    asm volatile(
        "vfmadd213pd %13, %12, %0\n"
        "vfmadd213pd %13, %12, %1\n"
        "vfmadd213pd %13, %12, %2\n"
        "vfmadd213pd %13, %12, %3\n"
        "vfmadd213pd %13, %12, %4\n"
        "vfmadd213pd %13, %12, %5\n"
        "vfmadd213pd %13, %12, %6\n"
        "vfmadd213pd %13, %12, %7\n"
        "vfmadd213pd %13, %12, %8\n"
        "vfmadd213pd %13, %12, %9\n"
        "vfmadd213pd %13, %12, %10\n"
        "vfmadd213pd %13, %12, %11\n"
        : "+v"(c0), "+v"(c1), "+v"(c2), "+v"(c3), "+v"(c4), "+v"(c5), "+v"(c6), "+v"(c7), "+v"(c8),
          "+v"(c9), "+v"(c10), "+v"(c11)
        : "v"(factor), "v"(term));
  }
  return static_cast<double>(steps) * kChains * 4 * 2;
}

#endif

}  // namespace

double fma_in_registers(std::int64_t steps) {
#if defined(__x86_64__)
  if (cpu_has(SimdLevel::avx512)) {
    return fma_avx512(steps);
  }
  if (cpu_has(SimdLevel::avx2)) {
    return fma_avx2(steps);
  }
#endif
  static_cast<void>(steps);
  return 0;
}

}  // namespace rackproof::bench
