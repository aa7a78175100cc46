#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <array>
#include <cstddef>

#include "certsuite/workloads/aes_golden.h"
#include "certsuite/workloads/cpu_features.h"
#include "certsuite/workloads/cpu_kernel.h"
#include "certsuite/workloads/hash_golden.h"
#include "certsuite/workloads/integer_golden.h"

namespace rackproof {

namespace {

constexpr std::size_t kKnown = 16;
using GoldenTable = std::array<std::uint64_t, kKnown>;

consteval GoldenTable golden_table(std::uint64_t (*compute)(std::uint64_t)) {
  GoldenTable table{};
  for (std::size_t i = 0; i < kKnown; ++i) {
    table[i] = compute(known_seed(i));
  }
  return table;
}

constexpr std::uint64_t crc32_of_seed(std::uint64_t seed) {
  return crc_of_seed(kCrc32Table, seed);
}
constexpr std::uint64_t crc32c_of_seed(std::uint64_t seed) {
  return crc_of_seed(kCrc32cTable, seed);
}

constexpr auto kMixGolden = golden_table(integer_mix);
constexpr auto kDivideGolden = golden_table(integer_divide);
constexpr auto kSha256Golden = golden_table(sha256_of_seed);
constexpr auto kCrc32Golden = golden_table(crc32_of_seed);
constexpr auto kCrc32cGolden = golden_table(crc32c_of_seed);
constexpr auto kAesGolden = golden_table(aes_of_seed);

// Known answers that others published hold the tables' own makers to the standards.
static_assert(crc_of_text(kCrc32Table, "123456789") == 0xCBF43926U);
static_assert(crc_of_text(kCrc32cTable, "123456789") == 0xE3069283U);

#if defined(__x86_64__)

__attribute__((target("sse4.2"))) std::uint64_t crc32c_by_instruction(std::uint64_t seed) {
  std::uint64_t crc = ~0U;
  for (std::uint64_t i = 0; i < 64; ++i) {
    crc = _mm_crc32_u64(crc, mixed_word(seed, i));
  }
  return crc ^ ~0U;
}

__m128i load(const AesBlock& block) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(block.data()));
}

__attribute__((target("aes"))) __m128i aes_encrypt_by_instruction(const AesRoundKeys& keys,
                                                                  __m128i state) {
  state = _mm_xor_si128(state, load(keys[0]));
  for (std::size_t round = 1; round < 10; ++round) {
    state = _mm_aesenc_si128(state, load(keys[round]));
  }
  return _mm_aesenclast_si128(state, load(keys[10]));
}

std::uint64_t aes_by_instruction(std::uint64_t seed) {
  const auto keys = aes_round_keys(aes_block_of_seed(seed, 0));
  const auto once = aes_encrypt_by_instruction(keys, load(aes_block_of_seed(seed, 1)));
  return static_cast<std::uint64_t>(_mm_cvtsi128_si64(aes_encrypt_by_instruction(keys, once)));
}

#endif

}  // namespace

std::vector<CpuKernel> integer_kernels() {
  std::vector<CpuKernel> kernels{
      {.name = "integer_mix", .run = integer_mix, .golden = kMixGolden, .chain = 200},
      {.name = "integer_divide", .run = integer_divide, .golden = kDivideGolden, .chain = 400},
      {.name = "sha256", .run = sha256_of_seed, .golden = kSha256Golden, .chain = 200},
      {.name = "crc32", .run = crc32_of_seed, .golden = kCrc32Golden, .chain = 80},
  };
#if defined(__x86_64__)
  if (cpu_has_crc32c()) {
    kernels.push_back({.name = "crc32c_instruction",
                       .run = crc32c_by_instruction,
                       .golden = kCrc32cGolden,
                       .chain = 1500});
  }
  if (cpu_has_aes()) {
    kernels.push_back(
        {.name = "aes_instruction", .run = aes_by_instruction, .golden = kAesGolden, .chain = 200});
  }
#endif
  return kernels;
}

std::vector<CpuKernel> cpu_kernels() {
  auto kernels = integer_kernels();
  for (auto* more : {simd_kernels, float_kernels, compression_kernels}) {
    const auto added = more();
    kernels.insert(kernels.end(), added.begin(), added.end());
  }
  return kernels;
}

}  // namespace rackproof
