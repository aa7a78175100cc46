#include "certsuite/workloads/triad_kernel.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "certsuite/workloads/cpu_features.h"

namespace rackproof {

namespace {

void triad_portable(double* to, const double* from, const double* other, double factor,
                    std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    to[i] = from[i] + factor * other[i];
  }
}

#if defined(__x86_64__)

void triad_sse2(double* to, const double* from, const double* other, double factor,
                std::size_t count) {
  const __m128d factors = _mm_set1_pd(factor);
  for (std::size_t i = 0; i < count; i += 2) {
    _mm_stream_pd(to + i,
                  _mm_add_pd(_mm_load_pd(from + i), _mm_mul_pd(factors, _mm_load_pd(other + i))));
  }
  _mm_sfence();
}

__attribute__((target("avx2"))) void triad_avx2(double* to, const double* from, const double* other,
                                                double factor, std::size_t count) {
  const __m256d factors = _mm256_set1_pd(factor);
  for (std::size_t i = 0; i < count; i += 4) {
    _mm256_stream_pd(to + i, _mm256_add_pd(_mm256_load_pd(from + i),
                                           _mm256_mul_pd(factors, _mm256_load_pd(other + i))));
  }
  _mm_sfence();
}

__attribute__((target("avx512f"))) void triad_avx512(double* to, const double* from,
                                                     const double* other, double factor,
                                                     std::size_t count) {
  const __m512d factors = _mm512_set1_pd(factor);
  for (std::size_t i = 0; i < count; i += 8) {
    _mm512_stream_pd(to + i, _mm512_add_pd(_mm512_load_pd(from + i),
                                           _mm512_mul_pd(factors, _mm512_load_pd(other + i))));
  }
  _mm_sfence();
}

#endif

}  // namespace

std::vector<TriadKernel> triad_kernels() {
  std::vector<TriadKernel> kernels{{"portable", triad_portable}};
#if defined(__x86_64__)
  kernels.push_back({"sse2, non-temporal stores", triad_sse2});
  if (cpu_has(SimdLevel::avx2)) {
    kernels.push_back({"avx2, non-temporal stores", triad_avx2});
  }
  if (cpu_has(SimdLevel::avx512)) {
    kernels.push_back({"avx512, non-temporal stores", triad_avx512});
  }
#endif
  return kernels;
}

}  // namespace rackproof
