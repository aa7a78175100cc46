#include "certsuite/workloads/block_kernel.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <array>
#include <cstring>

#include "certsuite/workloads/cpu_features.h"
#include "certsuite/workloads/word_stream.h"

namespace rackproof {

namespace {

constexpr std::size_t kDigestLanes = 4;
constexpr std::size_t kStreams = 8;
constexpr std::size_t kBlockBytes = kBlockWords * sizeof(std::uint64_t);
constexpr std::uint64_t kLowHalf = 0xFFFFFFFFU;

using DigestLanes = std::array<std::uint64_t, kDigestLanes>;
using Streams = std::array<std::uint64_t, kStreams>;

/// The sums of a digest, over the lower and the upper halves of the words.
struct Sums {
  DigestLanes low{};
  DigestLanes low_weighted{};
  DigestLanes high{};
  DigestLanes high_weighted{};
};

std::uint64_t folded(const Sums& sums) {
  std::uint64_t digest = 0;
  for (const auto* part : {&sums.low, &sums.low_weighted, &sums.high, &sums.high_weighted}) {
    for (const auto lane : *part) {
      digest = mixed_word(digest, lane);
    }
  }
  return digest;
}

Streams first_states(std::uint64_t seed, std::uint64_t number) {
  Streams state{};
  for (std::size_t i = 0; i < kStreams; ++i) {
    state[i] = mixed_word(seed, number * kStreams + i) | 1U;  // zero would stay zero
  }
  return state;
}

std::uint64_t differing_portable(const std::uint64_t* words, const std::uint64_t* expected) {
  std::uint64_t differing = 0;
  for (std::size_t i = 0; i < kBlockWords; ++i) {
    differing |= words[i] ^ expected[i];
  }
  return differing;
}

std::uint64_t differing_down_portable(const std::uint64_t* words, const std::uint64_t* expected) {
  std::uint64_t differing = 0;
  for (std::size_t i = kBlockWords; i > 0; --i) {
    differing |= words[i - 1] ^ expected[i - 1];
  }
  return differing;
}

std::uint64_t digest_portable(const std::uint64_t* words) {
  Sums sums;
  for (std::size_t i = 0; i < kBlockWords; i += kDigestLanes) {
    for (std::size_t lane = 0; lane < kDigestLanes; ++lane) {
      sums.low[lane] += words[i + lane] & kLowHalf;
      sums.low_weighted[lane] += sums.low[lane];
      sums.high[lane] += words[i + lane] >> 32U;
      sums.high_weighted[lane] += sums.high[lane];
    }
  }
  return folded(sums);
}

void write_portable(std::uint64_t* words, const std::uint64_t* wanted) {
  std::memcpy(words, wanted, kBlockBytes);
}

void write_down_portable(std::uint64_t* words, const std::uint64_t* wanted) {
  for (std::size_t i = kBlockWords; i > 0; --i) {
    words[i - 1] = wanted[i - 1];
  }
}

SwapDigests swap_portable(std::uint64_t* low, std::uint64_t* high) {
  const SwapDigests digests{digest_portable(low), digest_portable(high)};
  for (std::size_t i = 0; i < kBlockWords; ++i) {
    const auto word = low[i];
    low[i] = high[i];
    high[i] = word;
  }
  return digests;
}

void fill_address_portable(std::uintptr_t address, std::uint64_t flip, std::uint64_t* words) {
  for (std::size_t i = 0; i < kBlockWords; ++i) {
    words[i] = (address + i * sizeof(std::uint64_t)) ^ flip;
  }
}

void fill_random_portable(std::uint64_t seed, std::uint64_t number, std::uint64_t flip,
                          std::uint64_t* words) {
  auto state = first_states(seed, number);
  for (std::size_t at = 0; at < kBlockWords; at += kStreams) {
    for (std::size_t i = 0; i < kStreams; ++i) {
      words[at + i] = state[i] ^ flip;
      state[i] ^= state[i] << 13U;
      state[i] ^= state[i] >> 7U;
      state[i] ^= state[i] << 17U;
    }
  }
}

#if defined(__x86_64__)

constexpr std::size_t kLineWords = 8;
constexpr std::size_t kFour = 4;

void write_sse2_past_caches(std::uint64_t* words, const std::uint64_t* wanted) {
  for (std::size_t i = 0; i < kBlockWords; i += 2) {
    const auto two = _mm_loadu_si128(reinterpret_cast<const __m128i*>(wanted + i));
    _mm_stream_si128(reinterpret_cast<__m128i*>(words + i), two);
  }
  _mm_sfence();
}

__attribute__((target("avx2"))) inline __m256i load(const std::uint64_t* words) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(words));
}
__attribute__((target("avx2"))) inline void store(std::uint64_t* words, __m256i four) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(words), four);
}

/// Where the `i`-th step of a walk over a block's lines begins.
template <bool kDown>
constexpr std::size_t line_at(std::size_t i) {
  return kDown ? kBlockWords - kLineWords - i : i;
}

template <bool kDown>
__attribute__((target("avx2"))) std::uint64_t differing_avx2(const std::uint64_t* words,
                                                             const std::uint64_t* expected) {
  __m256i even = _mm256_setzero_si256();
  __m256i odd = _mm256_setzero_si256();
  for (std::size_t i = 0; i < kBlockWords; i += kLineWords) {
    const auto line = line_at<kDown>(i);
    even = _mm256_or_si256(even, _mm256_xor_si256(load(words + line), load(expected + line)));
    odd = _mm256_or_si256(
        odd, _mm256_xor_si256(load(words + line + kFour), load(expected + line + kFour)));
  }
  DigestLanes lanes{};
  store(lanes.data(), _mm256_or_si256(even, odd));
  return lanes[0] | lanes[1] | lanes[2] | lanes[3];
}

/// Sums in registers.
struct FourSums {
  __m256i low;
  __m256i low_weighted;
  __m256i high;
  __m256i high_weighted;
};

__attribute__((target("avx2"))) inline FourSums no_sums() {
  const __m256i zero = _mm256_setzero_si256();
  return {zero, zero, zero, zero};
}

__attribute__((target("avx2"))) inline void add(FourSums& sums, __m256i four) {
  const __m256i low_half = _mm256_set1_epi64x(kLowHalf);
  sums.low = _mm256_add_epi64(sums.low, _mm256_and_si256(four, low_half));
  sums.low_weighted = _mm256_add_epi64(sums.low_weighted, sums.low);
  sums.high = _mm256_add_epi64(sums.high, _mm256_srli_epi64(four, 32));
  sums.high_weighted = _mm256_add_epi64(sums.high_weighted, sums.high);
}

__attribute__((target("avx2"))) std::uint64_t folded(const FourSums& four) {
  Sums sums;
  store(sums.low.data(), four.low);
  store(sums.low_weighted.data(), four.low_weighted);
  store(sums.high.data(), four.high);
  store(sums.high_weighted.data(), four.high_weighted);
  return folded(sums);
}

__attribute__((target("avx2"))) std::uint64_t digest_avx2(const std::uint64_t* words) {
  auto sums = no_sums();
  for (std::size_t i = 0; i < kBlockWords; i += kLineWords) {
    add(sums, load(words + i));
    add(sums, load(words + i + kFour));
  }
  return folded(sums);
}

template <bool kDown>
__attribute__((target("avx2"))) void write_avx2(std::uint64_t* words, const std::uint64_t* wanted) {
  for (std::size_t i = 0; i < kBlockWords; i += kLineWords) {
    const auto line = line_at<kDown>(i);
    const __m256i lower = load(wanted + line);
    store(words + line + kFour, load(wanted + line + kFour));
    store(words + line, lower);
  }
}

__attribute__((target("avx2"))) SwapDigests swap_avx2(std::uint64_t* low, std::uint64_t* high) {
  auto of_low = no_sums();
  auto of_high = no_sums();
  for (std::size_t i = 0; i < kBlockWords; i += kFour) {
    const __m256i from_low = load(low + i);
    const __m256i from_high = load(high + i);
    add(of_low, from_low);
    add(of_high, from_high);
    store(high + i, from_low);
    store(low + i, from_high);
  }
  return {folded(of_low), folded(of_high)};
}

__attribute__((target("avx2"))) void fill_address_avx2(std::uintptr_t address, std::uint64_t flip,
                                                       std::uint64_t* words) {
  constexpr auto kWord = static_cast<long long>(sizeof(std::uint64_t));
  const __m256i flips = _mm256_set1_epi64x(static_cast<long long>(flip));
  const __m256i step = _mm256_set1_epi64x(kFour * kWord);
  __m256i next = _mm256_add_epi64(_mm256_set1_epi64x(static_cast<long long>(address)),
                                  _mm256_set_epi64x(3 * kWord, 2 * kWord, kWord, 0));
  for (std::size_t i = 0; i < kBlockWords; i += kFour) {
    store(words + i, _mm256_xor_si256(next, flips));
    next = _mm256_add_epi64(next, step);
  }
}

__attribute__((target("avx2"))) __m256i next_state(__m256i state) {
  state = _mm256_xor_si256(state, _mm256_slli_epi64(state, 13));
  state = _mm256_xor_si256(state, _mm256_srli_epi64(state, 7));
  return _mm256_xor_si256(state, _mm256_slli_epi64(state, 17));
}

__attribute__((target("avx2"))) void fill_random_avx2(std::uint64_t seed, std::uint64_t number,
                                                      std::uint64_t flip, std::uint64_t* words) {
  const __m256i flips = _mm256_set1_epi64x(static_cast<long long>(flip));
  const auto states = first_states(seed, number);
  __m256i lower = load(states.data());
  __m256i upper = load(states.data() + kFour);
  for (std::size_t i = 0; i < kBlockWords; i += kStreams) {
    store(words + i, _mm256_xor_si256(lower, flips));
    store(words + i + kFour, _mm256_xor_si256(upper, flips));
    lower = next_state(lower);
    upper = next_state(upper);
  }
}

#else

constexpr auto write_sse2_past_caches = write_portable;

#endif

}  // namespace

std::vector<BlockKernel> block_kernels() {
  std::vector<BlockKernel> kernels{{.name = "portable",
                                    .differing = differing_portable,
                                    .differing_down = differing_down_portable,
                                    .digest = digest_portable,
                                    .write = write_portable,
                                    .write_down = write_down_portable,
                                    .write_past_caches = write_sse2_past_caches,
                                    .swap = swap_portable,
                                    .fill_address = fill_address_portable,
                                    .fill_random = fill_random_portable}};
#if defined(__x86_64__)
  if (cpu_has(SimdLevel::avx2)) {
    kernels.push_back({.name = "avx2",
                       .differing = differing_avx2<false>,
                       .differing_down = differing_avx2<true>,
                       .digest = digest_avx2,
                       .write = write_avx2<false>,
                       .write_down = write_avx2<true>,
                       .write_past_caches = write_sse2_past_caches,
                       .swap = swap_avx2,
                       .fill_address = fill_address_avx2,
                       .fill_random = fill_random_avx2});
  }
#endif
  return kernels;
}

}  // namespace rackproof
