#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <array>
#include <cstddef>

#include "certsuite/workloads/aes_golden.h"
#include "certsuite/workloads/cpu_features.h"
#include "certsuite/workloads/cpu_kernel.h"
#include "certsuite/workloads/hash_golden.h"
#include "certsuite/workloads/simd_golden.h"

namespace rackproof {

namespace {

#if defined(__x86_64__)

template <std::size_t kKnown>
consteval std::array<std::uint64_t, kKnown> golden_table(std::uint64_t (*compute)(std::uint64_t)) {
  std::array<std::uint64_t, kKnown> table{};
  for (std::size_t i = 0; i < kKnown; ++i) {
    table[i] = compute(known_seed(i));
  }
  return table;
}

// The forms with a mask that takes all lanes: g++ 12 takes the others for reads of something
// uninitialised (GCC bug 105593).
constexpr __mmask16 kAllLanes = 0xFFFF;

constexpr std::size_t kBlocks = 4;  ///< AES blocks in one 512-bit register.

/// Four blocks under one key, encrypted twice, their words folded.
constexpr std::uint64_t four_blocks_of_seed(std::uint64_t seed) {
  const auto keys = aes_round_keys(aes_block_of_seed(seed, 0));
  std::uint64_t digest = 0;
  for (std::size_t i = 1; i <= kBlocks; ++i) {
    const auto once = aes_encrypt(keys, aes_block_of_seed(seed, i));
    digest = mixed_word(digest, aes_word_of(aes_encrypt(keys, once)));
  }
  return digest;
}

constexpr auto kSimd8Golden = golden_table<16>(simd_of_seed<8>);
constexpr auto kSimd16Golden = golden_table<16>(simd_of_seed<16>);
constexpr auto kCarrylessGolden = golden_table<16>(carryless_of_seed);
constexpr auto kSha256Golden = golden_table<16>(sha256_of_seed);
constexpr auto kFourBlocksGolden = golden_table<4>(four_blocks_of_seed);  // clang's step limit

__attribute__((target("avx2"))) std::uint64_t integer_avx2(std::uint64_t seed) {
  auto lanes = simd_lanes_of_seed<8>(seed);
  auto* memory = reinterpret_cast<__m256i*>(lanes.data());
  __m256i all = _mm256_loadu_si256(memory);
  const __m256i factor = _mm256_set1_epi32(static_cast<int>(kSimdFactor));
  const __m256i to_neighbour = _mm256_setr_epi32(7, 0, 1, 2, 3, 4, 5, 6);
  for (int step = 0; step < kSimdSteps; ++step) {
    all = _mm256_add_epi32(_mm256_mullo_epi32(all, factor), _mm256_set1_epi32(step));
    all = _mm256_xor_si256(all, _mm256_srli_epi32(all, 15));
    all = _mm256_permutevar8x32_epi32(all, to_neighbour);
  }
  _mm256_storeu_si256(memory, all);
  return simd_fold(lanes);
}

__attribute__((target("avx512f"))) std::uint64_t integer_avx512(std::uint64_t seed) {
  auto lanes = simd_lanes_of_seed<16>(seed);
  __m512i all = _mm512_loadu_si512(lanes.data());
  const __m512i factor = _mm512_set1_epi32(static_cast<int>(kSimdFactor));
  const __m512i to_neighbour =
      _mm512_setr_epi32(15, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
  for (int step = 0; step < kSimdSteps; ++step) {
    all = _mm512_add_epi32(_mm512_mullo_epi32(all, factor), _mm512_set1_epi32(step));
    all = _mm512_xor_si512(all, _mm512_maskz_srli_epi32(kAllLanes, all, 15));
    all = _mm512_maskz_permutexvar_epi32(kAllLanes, to_neighbour, all);
  }
  _mm512_storeu_si512(lanes.data(), all);
  return simd_fold(lanes);
}

__attribute__((target("pclmul,sse4.1"))) std::uint64_t carryless_by_instruction(
    std::uint64_t seed) {
  std::uint64_t a = seed | 1U;
  std::uint64_t b = ~seed;
  for (int step = 0; step < 32; ++step) {
    const __m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128(static_cast<long long>(a)),
                                                 _mm_cvtsi64_si128(static_cast<long long>(b)), 0);
    a = static_cast<std::uint64_t>(_mm_cvtsi128_si64(product)) ^ std::rotl(b, 17);
    b = static_cast<std::uint64_t>(_mm_extract_epi64(product, 1)) + seed;
  }
  return a ^ b;
}

/// The state as the instructions want it: ABEF and CDGH, highest lane first.
struct ShaState {
  __m128i abef;
  __m128i cdgh;
};

/// The last sixteen words of the schedule.
struct ShaWords {
  __m128i fours[4];
};

/// One block by SHA256RNDS2 and SHA256MSG1/2 (Intel 64 and IA-32 Architectures Software Developer's
/// Manual, volume 2): four rounds a step.
__attribute__((target("sha,sse4.1"))) void sha256_block_by_instruction(ShaState& state,
                                                                       ShaWords words_of) {
  auto& w = words_of.fours;
  const ShaState before = state;
  for (std::size_t step = 0; step < 16; ++step) {
    const auto* constants = reinterpret_cast<const __m128i*>(kSha256Constants.data() + 4 * step);
    const __m128i words = _mm_add_epi32(w[step % 4], _mm_loadu_si128(constants));
    state.cdgh = _mm_sha256rnds2_epu32(state.cdgh, state.abef, words);
    state.abef = _mm_sha256rnds2_epu32(state.abef, state.cdgh, _mm_shuffle_epi32(words, 0x0E));
    auto& next = w[step % 4];
    const __m128i last = w[(step + 3) % 4];
    next = _mm_sha256msg1_epu32(next, w[(step + 1) % 4]);
    next = _mm_add_epi32(next, _mm_alignr_epi8(last, w[(step + 2) % 4], 4));
    next = _mm_sha256msg2_epu32(next, last);
  }
  state.abef = _mm_add_epi32(state.abef, before.abef);
  state.cdgh = _mm_add_epi32(state.cdgh, before.cdgh);
}

__m128i four_words(std::uint64_t seed, std::size_t first) {
  const auto word = [&](std::size_t i) { return static_cast<int>(mixed_word(seed, first + i)); };
  return _mm_setr_epi32(word(0), word(1), word(2), word(3));
}

/// As sha256_of_seed().
std::uint64_t sha256_by_instruction(std::uint64_t seed) {
  const auto start = [](std::size_t i) { return static_cast<int>(kSha256Start[i]); };
  ShaState state{_mm_setr_epi32(start(5), start(4), start(1), start(0)),
                 _mm_setr_epi32(start(7), start(6), start(3), start(2))};
  for (std::uint64_t block = 0; block < 2; ++block) {
    sha256_block_by_instruction(state,
                                {{four_words(seed + block, 0), four_words(seed + block, 4),
                                  four_words(seed + block, 8), four_words(seed + block, 12)}});
  }
  return static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(state.abef, state.abef)));
}

__attribute__((target("avx512f,vaes"))) std::uint64_t aes_four_blocks(std::uint64_t seed) {
  const auto keys = aes_round_keys(aes_block_of_seed(seed, 0));
  std::array<AesBlock, kBlocks> blocks{};
  for (std::size_t i = 0; i < kBlocks; ++i) {
    blocks[i] = aes_block_of_seed(seed, i + 1);
  }
  __m512i state = _mm512_loadu_si512(blocks.data());
  const auto key = [&keys](std::size_t round) __attribute__((target("avx512f,vaes"))) {
    return _mm512_maskz_broadcast_i32x4(
        kAllLanes, _mm_loadu_si128(reinterpret_cast<const __m128i*>(keys[round].data())));
  };
  for (int time = 0; time < 2; ++time) {
    state = _mm512_xor_si512(state, key(0));
    for (std::size_t round = 1; round < 10; ++round) {
      state = _mm512_aesenc_epi128(state, key(round));
    }
    state = _mm512_aesenclast_epi128(state, key(10));
  }
  _mm512_storeu_si512(blocks.data(), state);
  std::uint64_t digest = 0;
  for (const auto& block : blocks) {
    digest = mixed_word(digest, aes_word_of(block));
  }
  return digest;
}

#endif

}  // namespace

std::vector<CpuKernel> simd_kernels() {
  std::vector<CpuKernel> kernels;
#if defined(__x86_64__)
  const auto add = [&kernels](bool there, const CpuKernel& kernel) {
    if (there) {
      kernels.push_back(kernel);
    }
  };
  add(cpu_has(SimdLevel::avx2),
      {.name = "integer_avx2", .run = integer_avx2, .golden = kSimd8Golden, .chain = 200});
  add(cpu_has(SimdLevel::avx512),
      {.name = "integer_avx512", .run = integer_avx512, .golden = kSimd16Golden, .chain = 200});
  add(cpu_has_clmul(), {.name = "carryless_instruction",
                        .run = carryless_by_instruction,
                        .golden = kCarrylessGolden,
                        .chain = 400});
  add(cpu_has_sha(), {.name = "sha256_instruction",
                      .run = sha256_by_instruction,
                      .golden = kSha256Golden,
                      .chain = 500});
  add(cpu_has_vaes(), {.name = "aes_four_blocks",
                       .run = aes_four_blocks,
                       .golden = kFourBlocksGolden,
                       .chain = 200});
#endif
  return kernels;
}

}  // namespace rackproof
