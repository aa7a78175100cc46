#include "certsuite/workloads/cpu_features.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace rackproof {

#if defined(__x86_64__)

namespace {

struct Leaf7 {
  unsigned eax = 0;
  unsigned ebx = 0;
  unsigned ecx = 0;
  unsigned edx = 0;
};

/// CPUID leaf 7: what __builtin_cpu_supports does not know in every compiler; zero where there is
/// none.
Leaf7 leaf7(unsigned subleaf) {
  Leaf7 leaf;
  if (__get_cpuid_count(7, subleaf, &leaf.eax, &leaf.ebx, &leaf.ecx, &leaf.edx) == 0) {
    return {};
  }
  return leaf;
}

}  // namespace

bool cpu_has(SimdLevel level) {
  switch (level) {
    case SimdLevel::sse2:
      return true;
    case SimdLevel::avx2:
      return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
    case SimdLevel::avx512:
      return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512cd") != 0 &&
             __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
             __builtin_cpu_supports("avx512vl") != 0;
  }
  return false;
}

bool cpu_has_aes() {
  return __builtin_cpu_supports("aes") != 0;
}

bool cpu_has_crc32c() {
  return __builtin_cpu_supports("sse4.2") != 0;
}

bool cpu_has_avx() {
  return __builtin_cpu_supports("avx") != 0;
}

// Bits of leaf 7: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, CPUID.
bool cpu_has_avx512_bf16() {
  return cpu_has(SimdLevel::avx512) && (leaf7(1).eax & (1U << 5U)) != 0;
}

bool cpu_has_sha() {
  return __builtin_cpu_supports("sse4.1") != 0 && (leaf7(0).ebx & (1U << 29U)) != 0;
}

bool cpu_has_clmul() {
  return __builtin_cpu_supports("pclmul") != 0 && __builtin_cpu_supports("sse4.1") != 0;
}

bool cpu_has_vaes() {
  return cpu_has(SimdLevel::avx512) && (leaf7(0).ecx & (1U << 9U)) != 0;
}

#else

bool cpu_has(SimdLevel level) {
  return level == SimdLevel::sse2;
}

bool cpu_has_aes() {
  return false;
}

bool cpu_has_crc32c() {
  return false;
}

bool cpu_has_avx() {
  return false;
}

bool cpu_has_avx512_bf16() {
  return false;
}

bool cpu_has_sha() {
  return false;
}

bool cpu_has_clmul() {
  return false;
}

bool cpu_has_vaes() {
  return false;
}

#endif

std::string_view to_string(SimdLevel level) {
  switch (level) {
    case SimdLevel::sse2:
      return "portable";
    case SimdLevel::avx2:
      return "avx2";
    case SimdLevel::avx512:
      return "avx512";
  }
  return "";
}

}  // namespace rackproof
