#include "schemas/store/word_kernels.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rackproof::store {
namespace {

constexpr unsigned kBitsInByte = 8;

static_assert(std::endian::native == std::endian::little,
              "numbers are packed low bytes first; other machines need a swap here");

std::uint64_t word_at(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

constexpr std::uint64_t mask_of(unsigned width) {
  return (std::uint64_t{1} << width) - 1;
}

void unpack_portable(const char* bytes, std::size_t first_bit, unsigned width, std::uint64_t base,
                     std::span<std::uint64_t> into) {
  const auto mask = mask_of(width);
  std::size_t bit = first_bit;
  for (auto& word : into) {
    word = base + ((word_at(bytes + bit / kBitsInByte) >> (bit % kBitsInByte)) & mask);
    bit += width;
  }
}

void running_sum_portable(std::span<std::uint64_t> words, std::uint64_t start) {
  for (auto& word : words) {
    start += word;
    word = start;
  }
}

void scale_down_portable(std::span<std::uint64_t> words, double scale) {
  for (auto& word : words) {
    word =
        std::bit_cast<std::uint64_t>(static_cast<double>(static_cast<std::int64_t>(word)) / scale);
  }
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) void unpack_avx2(const char* bytes, std::size_t first_bit,
                                                 unsigned width, std::uint64_t base,
                                                 std::span<std::uint64_t> into) {
  constexpr std::size_t kLanes = 4;
  const auto step = static_cast<long long>(width);
  const auto first = static_cast<long long>(first_bit);
  auto bits = _mm256_setr_epi64x(first, first + step, first + 2 * step, first + 3 * step);
  const auto forward = _mm256_set1_epi64x(static_cast<long long>(kLanes) * step);
  const auto mask = _mm256_set1_epi64x(static_cast<long long>(mask_of(width)));
  const auto bases = _mm256_set1_epi64x(static_cast<long long>(base));
  const auto* from = reinterpret_cast<const long long*>(bytes);
  std::size_t i = 0;
  for (; i + kLanes <= into.size(); i += kLanes) {
    const auto words = _mm256_i64gather_epi64(from, _mm256_srli_epi64(bits, 3), 1);
    const auto shifts = _mm256_and_si256(bits, _mm256_set1_epi64x(7));
    const auto low = _mm256_and_si256(_mm256_srlv_epi64(words, shifts), mask);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(into.data() + i), _mm256_add_epi64(low, bases));
    bits = _mm256_add_epi64(bits, forward);
  }
  unpack_portable(bytes, first_bit + i * width, width, base, into.subspan(i));
}

__attribute__((target("avx2"))) void running_sum_avx2(std::span<std::uint64_t> words,
                                                      std::uint64_t start) {
  constexpr std::size_t kLanes = 4;
  auto before = _mm256_set1_epi64x(static_cast<long long>(start));
  const auto none = _mm256_setzero_si256();
  std::size_t i = 0;
  for (; i + kLanes <= words.size(); i += kLanes) {
    auto* place = reinterpret_cast<__m256i*>(words.data() + i);
    auto sums = _mm256_loadu_si256(place);
    sums = _mm256_add_epi64(sums, _mm256_slli_si256(sums, 8));  // within halves
    const auto low_total = _mm256_permute4x64_epi64(sums, 0x55);
    sums = _mm256_add_epi64(sums, _mm256_blend_epi32(none, low_total, 0xF0));
    sums = _mm256_add_epi64(sums, before);
    _mm256_storeu_si256(place, sums);
    before = _mm256_permute4x64_epi64(sums, 0xFF);
  }
  running_sum_portable(words.subspan(i), i == 0 ? start : words[i - 1]);
}

/// AVX2 has no conversion of whole words: their halves become doubles that are exact, and their sum
/// is rounded once.
__attribute__((target("avx2"))) void scale_down_avx2(std::span<std::uint64_t> words, double scale) {
  constexpr std::size_t kLanes = 4;
  const auto low_magic = _mm256_set1_epi64x(0x4330000000000000);   // 2^52
  const auto high_magic = _mm256_set1_epi64x(0x4530000080000000);  // 2^84 + 2^63
  const auto all_magic = _mm256_castsi256_pd(_mm256_set1_epi64x(0x4530000080100000));  // all three
  const auto scales = _mm256_set1_pd(scale);
  std::size_t i = 0;
  for (; i + kLanes <= words.size(); i += kLanes) {
    auto* place = reinterpret_cast<__m256i*>(words.data() + i);
    const auto whole = _mm256_loadu_si256(place);
    const auto low = _mm256_castsi256_pd(_mm256_blend_epi32(low_magic, whole, 0x55));
    const auto high =
        _mm256_castsi256_pd(_mm256_xor_si256(_mm256_srli_epi64(whole, 32), high_magic));
    const auto value = _mm256_add_pd(_mm256_sub_pd(high, all_magic), low);
    _mm256_storeu_si256(place, _mm256_castpd_si256(_mm256_div_pd(value, scales)));
  }
  scale_down_portable(words.subspan(i), scale);
}

__attribute__((target("avx512f,avx512dq"))) void unpack_avx512(const char* bytes,
                                                               std::size_t first_bit,
                                                               unsigned width, std::uint64_t base,
                                                               std::span<std::uint64_t> into) {
  constexpr std::size_t kLanes = 8;
  constexpr __mmask8 kAll = 0xFF;  // g++ 12 takes the forms without a mask for uninitialised reads
  const auto step = static_cast<long long>(width);
  auto bits = _mm512_add_epi64(
      _mm512_set1_epi64(static_cast<long long>(first_bit)),
      _mm512_mullo_epi64(_mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7), _mm512_set1_epi64(step)));
  const auto forward = _mm512_set1_epi64(static_cast<long long>(kLanes) * step);
  const auto mask = _mm512_set1_epi64(static_cast<long long>(mask_of(width)));
  const auto bases = _mm512_set1_epi64(static_cast<long long>(base));
  std::size_t i = 0;
  for (; i + kLanes <= into.size(); i += kLanes) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"  // at -O0 it is a macro that narrows the mask
    const auto words = _mm512_mask_i64gather_epi64(
        _mm512_setzero_si512(), kAll, _mm512_maskz_srli_epi64(kAll, bits, 3), bytes, 1);
#pragma GCC diagnostic pop
    const auto shifts = _mm512_and_si512(bits, _mm512_set1_epi64(7));
    const auto low = _mm512_and_si512(_mm512_maskz_srlv_epi64(kAll, words, shifts), mask);
    _mm512_storeu_si512(into.data() + i, _mm512_add_epi64(low, bases));
    bits = _mm512_add_epi64(bits, forward);
  }
  unpack_portable(bytes, first_bit + i * width, width, base, into.subspan(i));
}

__attribute__((target("avx512f,avx512dq"))) void scale_down_avx512(std::span<std::uint64_t> words,
                                                                   double scale) {
  constexpr std::size_t kLanes = 8;
  const auto scales = _mm512_set1_pd(scale);
  std::size_t i = 0;
  for (; i + kLanes <= words.size(); i += kLanes) {
    const auto value = _mm512_cvtepi64_pd(_mm512_loadu_si512(words.data() + i));
    _mm512_storeu_pd(words.data() + i, _mm512_div_pd(value, scales));
  }
  scale_down_portable(words.subspan(i), scale);
}

#endif

}  // namespace

std::vector<WordKernels> word_kernels() {
  std::vector<WordKernels> kernels{
      {"portable", unpack_portable, running_sum_portable, scale_down_portable}};
#if defined(__x86_64__)
  const bool avx2 = __builtin_cpu_supports("avx2") != 0;
  if (avx2) {
    kernels.push_back({"avx2", unpack_avx2, running_sum_avx2, scale_down_avx2});
  }
  if (avx2 && __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0) {
    kernels.push_back({"avx512", unpack_avx512, running_sum_avx2, scale_down_avx512});
  }
#endif
  return kernels;
}

const WordKernels& fastest_word_kernels() {
  static const WordKernels kFastest = word_kernels().back();
  return kFastest;
}

void pack_words(std::span<const std::uint64_t> words, unsigned width, std::string& out) {
  const auto start = out.size();
  if (width > kWidestPacked) {
    out.append(reinterpret_cast<const char*>(words.data()), words.size_bytes());
    return;
  }
  out.resize(start + packed_size(words.size(), width) + sizeof(std::uint64_t));
  const auto mask = mask_of(width);
  char* place = out.data() + start;
  std::uint64_t held = 0;
  unsigned filled = 0;
  for (const auto word : words) {
    held |= (word & mask) << filled;
    filled += width;
    if (filled >= kWholeWord) {
      std::memcpy(place, &held, sizeof held);
      place += sizeof held;
      filled -= kWholeWord;
      held = (word & mask) >> (width - filled);
    }
  }
  std::memcpy(place, &held, sizeof held);
  out.resize(start + packed_size(words.size(), width));
}

void unpack_words(std::string_view packed, unsigned width, std::uint64_t base,
                  std::span<std::uint64_t> into, const WordKernels& kernels) {
  constexpr std::size_t kSlack = 2 * sizeof(std::uint64_t);
  if (into.empty()) {
    return;
  }
  if (width == kWholeWord) {
    std::memcpy(into.data(), packed.data(), into.size() * sizeof(std::uint64_t));
    std::ranges::for_each(into, [base](std::uint64_t& word) { word += base; });
    return;
  }
  if (width == 0) {
    std::ranges::fill(into, base);
    return;
  }
  // The last numbers begin in the last eight bytes: they are read from a longer copy of those.
  const auto from = packed.size() <= kSlack ? 0 : packed.size() - kSlack;
  const auto before =
      packed.size() < sizeof(std::uint64_t)
          ? 0
          : std::min(into.size(), ((packed.size() - sizeof(std::uint64_t)) * kBitsInByte) / width);
  kernels.unpack(packed.data(), 0, width, base, into.first(before));
  std::array<char, kSlack + sizeof(std::uint64_t)> tail{};
  packed.substr(from).copy(tail.data(), kSlack);
  kernels.unpack(tail.data(), before * width - from * kBitsInByte, width, base,
                 into.subspan(before));
}

}  // namespace rackproof::store
