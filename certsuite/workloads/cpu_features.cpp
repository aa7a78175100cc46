#include "certsuite/workloads/cpu_features.h"

namespace rackproof {

#if defined(__x86_64__)

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
