#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>

#include "certsuite/workloads/cpu_features.h"
#include "certsuite/workloads/cpu_kernel.h"

namespace rackproof {

namespace {

/// All lanes stay in [1, 2): each step keeps the mantissa of its result and sets the exponent back,
/// so that every bit of the operands goes on changing and nothing overflows.
constexpr std::uint64_t kMantissa = 0x000FFFFFFFFFFFFFU;
constexpr std::uint64_t kExponentOfOne = 0x3FF0000000000000U;
constexpr std::size_t kSteps = 256;

double one_to_two(std::uint64_t word) {
  return std::bit_cast<double>((word & kMantissa) | kExponentOfOne);
}

double renormal(double value) {
  return one_to_two(std::bit_cast<std::uint64_t>(value));
}

/// Roots and quotients draw values together; an odd factor spreads them again.
double scrambled(double value) {
  return one_to_two(std::bit_cast<std::uint64_t>(value) * 0x9E3779B97F4A7C15U);
}

template <std::size_t kLanes>
std::uint64_t fold(const std::array<double, kLanes>& lanes) {
  std::uint64_t digest = 0;
  for (const double lane : lanes) {
    digest = mixed_word(digest, std::bit_cast<std::uint64_t>(lane));
  }
  return digest;
}

template <std::size_t kLanes>
std::array<double, kLanes> lanes_of(std::uint64_t seed) {
  std::array<double, kLanes> lanes{};
  for (std::size_t i = 0; i < kLanes; ++i) {
    lanes[i] = one_to_two(mixed_word(seed, i));
  }
  return lanes;
}

/// Four independent chains of multiply and add, unfused.
std::uint64_t double_multiply_add(std::uint64_t seed) {
  auto lanes = lanes_of<4>(seed);
  const auto factors = lanes_of<4>(~seed);
  for (std::size_t step = 0; step < kSteps; ++step) {
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      lanes[i] = renormal(lanes[i] * factors[i] + factors[3 - i]);
    }
  }
  return fold(lanes);
}

std::uint64_t double_divide_root(std::uint64_t seed) {
  auto lanes = lanes_of<2>(seed);
  for (std::size_t step = 0; step < kSteps / 4; ++step) {
    lanes[0] = scrambled(std::sqrt(lanes[0] + lanes[1]));
    lanes[1] = scrambled(lanes[1] / lanes[0]);
  }
  return fold(lanes);
}

#if defined(__x86_64__)

/// Four registers of four lanes each: enough chains to keep two multiply-add units busy.
__attribute__((target("avx2,fma"))) std::uint64_t fma_avx2(std::uint64_t seed) {
  constexpr std::size_t kWidth = 4;
  auto lanes = lanes_of<4 * kWidth>(seed);
  const auto factors = lanes_of<4 * kWidth>(~seed);
  const __m256d mantissa = _mm256_castsi256_pd(_mm256_set1_epi64x(kMantissa));
  const __m256d exponent = _mm256_castsi256_pd(_mm256_set1_epi64x(kExponentOfOne));
  for (std::size_t step = 0; step < kSteps; ++step) {
    for (std::size_t i = 0; i < lanes.size(); i += kWidth) {
      const __m256d factor = _mm256_loadu_pd(factors.data() + i);
      const __m256d sum = _mm256_fmadd_pd(_mm256_loadu_pd(lanes.data() + i), factor, factor);
      _mm256_storeu_pd(lanes.data() + i, _mm256_or_pd(_mm256_and_pd(sum, mantissa), exponent));
    }
  }
  return fold(lanes);
}

__attribute__((target("avx512f"))) std::uint64_t fma_avx512(std::uint64_t seed) {
  constexpr std::size_t kWidth = 8;
  auto lanes = lanes_of<4 * kWidth>(seed);
  const auto factors = lanes_of<4 * kWidth>(~seed);
  const __m512i mantissa = _mm512_set1_epi64(kMantissa);
  const __m512i exponent = _mm512_set1_epi64(kExponentOfOne);
  for (std::size_t step = 0; step < kSteps; ++step) {
    for (std::size_t i = 0; i < lanes.size(); i += kWidth) {
      const __m512d factor = _mm512_loadu_pd(factors.data() + i);
      const __m512d sum = _mm512_fmadd_pd(_mm512_loadu_pd(lanes.data() + i), factor, factor);
      const __m512i bits = _mm512_and_si512(_mm512_castpd_si512(sum), mantissa);
      _mm512_storeu_pd(lanes.data() + i, _mm512_castsi512_pd(_mm512_or_si512(bits, exponent)));
    }
  }
  return fold(lanes);
}

#endif

}  // namespace

std::vector<CpuKernel> float_kernels() {
  std::vector<CpuKernel> kernels{
      {.name = "double_multiply_add", .run = double_multiply_add, .golden = {}, .chain = 80},
      {.name = "double_divide_root", .run = double_divide_root, .golden = {}, .chain = 80},
  };
#if defined(__x86_64__)
  if (cpu_has(SimdLevel::avx2)) {
    kernels.push_back({.name = "fma_avx2", .run = fma_avx2, .golden = {}, .chain = 80});
  }
  if (cpu_has(SimdLevel::avx512)) {
    kernels.push_back({.name = "fma_avx512", .run = fma_avx512, .golden = {}, .chain = 80});
  }
#endif
  return kernels;
}

}  // namespace rackproof
