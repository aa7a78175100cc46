#include "schemas/store/word_steps.h"

#include <algorithm>
#include <array>
#include <bit>

#include "schemas/store/decimals.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rackproof::store {
namespace {

std::int64_t differences_portable(std::span<const std::uint64_t> words,
                                  std::span<std::uint64_t> into) {
  std::int64_t least = INT64_MAX;
  for (std::size_t i = 0; i < into.size(); ++i) {
    into[i] = words[i + 1] - words[i];
    least = std::min(least, static_cast<std::int64_t>(into[i]));
  }
  return least;
}

std::int64_t offsets_portable(std::span<const std::uint64_t> words, std::uint64_t base,
                              std::span<std::uint64_t> into) {
  std::int64_t least = INT64_MAX;
  for (std::size_t i = 0; i < into.size(); ++i) {
    into[i] = words[i] - base;
    least = std::min(least, static_cast<std::int64_t>(into[i]));
  }
  return least;
}

std::size_t wholes_of_portable(std::span<const std::uint64_t> words, double scale,
                               std::span<std::uint64_t> wholes) {
  std::size_t i = 0;
  while (i < words.size() && is_decimal(std::bit_cast<double>(words[i]), scale, wholes[i])) {
    ++i;
  }
  return i;
}

#if defined(__x86_64__)

constexpr std::size_t kLanes = 8;

__attribute__((target("avx512f"))) std::int64_t least_of(__m512i lanes) {
  std::array<std::int64_t, kLanes> numbers{};
  _mm512_storeu_si512(numbers.data(), lanes);
  return *std::ranges::min_element(numbers);
}

__attribute__((target("avx512f"))) std::int64_t differences_avx512(
    std::span<const std::uint64_t> words, std::span<std::uint64_t> into) {
  auto least = _mm512_set1_epi64(INT64_MAX);
  std::size_t i = 0;
  for (; i + kLanes <= into.size(); i += kLanes) {
    const auto step = _mm512_sub_epi64(_mm512_loadu_si512(words.data() + i + 1),
                                       _mm512_loadu_si512(words.data() + i));
    _mm512_storeu_si512(into.data() + i, step);
    least = _mm512_mask_min_epi64(least, 0xFF, least, step);
  }
  return std::min(least_of(least), differences_portable(words.subspan(i), into.subspan(i)));
}

__attribute__((target("avx512f"))) std::int64_t offsets_avx512(std::span<const std::uint64_t> words,
                                                               std::uint64_t base,
                                                               std::span<std::uint64_t> into) {
  const auto bases = _mm512_set1_epi64(static_cast<long long>(base));
  auto least = _mm512_set1_epi64(INT64_MAX);
  std::size_t i = 0;
  for (; i + kLanes <= into.size(); i += kLanes) {
    const auto step = _mm512_sub_epi64(_mm512_loadu_si512(words.data() + i), bases);
    _mm512_storeu_si512(into.data() + i, step);
    least = _mm512_mask_min_epi64(least, 0xFF, least, step);
  }
  return std::min(least_of(least), offsets_portable(words.subspan(i), base, into.subspan(i)));
}

/// A whole number becomes a double and is divided as it will be when it is read: what then has
/// other bits (-0 among them) is none.
__attribute__((target("avx512f,avx512dq"))) std::size_t wholes_of_avx512(
    std::span<const std::uint64_t> words, double scale, std::span<std::uint64_t> wholes) {
  constexpr double kLargestWhole = 9007199254740992;  // 2^53
  const auto scales = _mm512_set1_pd(scale);
  const auto largest = _mm512_set1_epi64(std::bit_cast<std::int64_t>(kLargestWhole));
  const auto magnitude = _mm512_set1_epi64(INT64_MAX);
  std::size_t i = 0;
  for (; i + kLanes <= words.size(); i += kLanes) {
    const auto bits = _mm512_loadu_si512(words.data() + i);
    const auto scaled = _mm512_mul_pd(_mm512_castsi512_pd(bits), scales);
    const auto size = _mm512_and_si512(_mm512_castpd_si512(scaled), magnitude);
    const auto possible = _mm512_cmple_epi64_mask(size, largest);  // no infinity, no NaN either
    const auto whole =
        _mm512_maskz_cvtpd_epi64(possible, scaled);  // to the nearest, as MXCSR has it
    const auto back = _mm512_div_pd(_mm512_cvtepi64_pd(whole), scales);
    const auto same = _mm512_mask_cmpeq_epi64_mask(possible, _mm512_castpd_si512(back), bits);
    _mm512_storeu_si512(wholes.data() + i, whole);
    if (same != 0xFF) {
      return i + static_cast<std::size_t>(std::countr_one(static_cast<unsigned char>(same)));
    }
  }
  return i + wholes_of_portable(words.subspan(i), scale, wholes.subspan(i));
}

#endif

}  // namespace

std::vector<WordSteps> word_steps() {
  std::vector<WordSteps> steps{
      {"portable", differences_portable, offsets_portable, wholes_of_portable}};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0) {
    steps.push_back({"avx512", differences_avx512, offsets_avx512, wholes_of_avx512});
  }
#endif
  return steps;
}

const WordSteps& fastest_word_steps() {
  static const WordSteps kFastest = word_steps().back();
  return kFastest;
}

}  // namespace rackproof::store
