#include "schemas/store/word_measures.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

#include "schemas/store/bytes.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rackproof::store {
namespace {

constexpr std::size_t kWordBits = 64;

std::size_t bits_above_portable(std::span<const std::uint64_t> words, std::uint64_t least) {
  std::size_t bits = 0;
  for (const auto word : words) {
    bits += static_cast<std::size_t>(std::bit_width(word - least));
  }
  return bits;
}

std::size_t bits_both_sides_portable(std::span<const std::uint64_t> words) {
  std::size_t bits = 0;
  for (const auto word : words) {
    bits += static_cast<std::size_t>(std::bit_width(zigzag(word)));
  }
  return bits;
}

Extent extent_portable(std::span<const std::uint64_t> words) {
  const auto first = std::bit_cast<double>(words[0]);
  Extent extent{first, first, 0};
  for (const auto word : words) {
    const auto value = std::bit_cast<double>(word);
    extent.least = std::min(extent.least, value);
    extent.most = std::max(extent.most, value);
    extent.sum += value;
  }
  return extent;
}

#if defined(__x86_64__)

__attribute__((target("avx512f"))) std::size_t sum_of(__m512i lanes) {
  std::array<std::size_t, 8> numbers{};
  _mm512_storeu_si512(numbers.data(), lanes);
  return std::accumulate(numbers.begin(), numbers.end(), std::size_t{0});
}

__attribute__((target("avx512f,avx512cd"))) std::size_t bits_above_avx512(
    std::span<const std::uint64_t> words, std::uint64_t least) {
  constexpr std::size_t kLanes = 8;
  const auto leasts = _mm512_set1_epi64(static_cast<long long>(least));
  auto zeros = _mm512_setzero_si512();
  std::size_t i = 0;
  for (; i + kLanes <= words.size(); i += kLanes) {
    const auto above = _mm512_sub_epi64(_mm512_loadu_si512(words.data() + i), leasts);
    zeros = _mm512_add_epi64(zeros, _mm512_lzcnt_epi64(above));
  }
  const auto leading = sum_of(zeros);
  return i * kWordBits - leading + bits_above_portable(words.subspan(i), least);
}

__attribute__((target("avx512f,avx512cd"))) std::size_t bits_both_sides_avx512(
    std::span<const std::uint64_t> words) {
  constexpr std::size_t kLanes = 8;
  constexpr __mmask8 kAll = 0xFF;
  auto zeros = _mm512_setzero_si512();
  std::size_t i = 0;
  for (; i + kLanes <= words.size(); i += kLanes) {
    const auto word = _mm512_loadu_si512(words.data() + i);
    const auto sign = _mm512_maskz_srai_epi64(kAll, word, 63);
    const auto zigzagged = _mm512_xor_si512(_mm512_add_epi64(word, word), sign);
    zeros = _mm512_add_epi64(zeros, _mm512_lzcnt_epi64(zigzagged));
  }
  const auto leading = sum_of(zeros);
  return i * kWordBits - leading + bits_both_sides_portable(words.subspan(i));
}

/// Two times four lanes: an addition takes as long as several of them side by side.
__attribute__((target("avx2"))) Extent extent_avx2(std::span<const std::uint64_t> words) {
  constexpr std::size_t kLanes = 4;
  const auto* values = reinterpret_cast<const double*>(words.data());
  auto least = _mm256_set1_pd(std::bit_cast<double>(words[0]));
  auto most = least;
  auto sum = _mm256_setzero_pd();
  auto other_sum = sum;
  std::size_t i = 0;
  for (; i + 2 * kLanes <= words.size(); i += 2 * kLanes) {
    const auto low = _mm256_loadu_pd(values + i);
    const auto high = _mm256_loadu_pd(values + i + kLanes);
    least = _mm256_min_pd(least, _mm256_min_pd(low, high));
    most = _mm256_max_pd(most, _mm256_max_pd(low, high));
    sum = _mm256_add_pd(sum, low);
    other_sum = _mm256_add_pd(other_sum, high);
  }
  std::array<double, kLanes> leasts{};
  std::array<double, kLanes> mosts{};
  std::array<double, kLanes> sums{};
  _mm256_storeu_pd(leasts.data(), least);
  _mm256_storeu_pd(mosts.data(), most);
  _mm256_storeu_pd(sums.data(), _mm256_add_pd(sum, other_sum));
  Extent extent{*std::ranges::min_element(leasts), *std::ranges::max_element(mosts),
                sums[0] + sums[1] + sums[2] + sums[3]};
  if (i < words.size()) {
    const auto rest = extent_portable(words.subspan(i));
    extent = {std::min(extent.least, rest.least), std::max(extent.most, rest.most),
              extent.sum + rest.sum};
  }
  return extent;
}

#endif

}  // namespace

std::vector<WordMeasures> word_measures() {
  std::vector<WordMeasures> measures{
      {"portable", bits_above_portable, bits_both_sides_portable, extent_portable}};
#if defined(__x86_64__)
  const bool avx2 = __builtin_cpu_supports("avx2") != 0;
  if (avx2) {
    measures.push_back({"avx2", bits_above_portable, bits_both_sides_portable, extent_avx2});
  }
  if (avx2 && __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512cd") != 0) {
    measures.push_back({"avx512", bits_above_avx512, bits_both_sides_avx512, extent_avx2});
  }
#endif
  return measures;
}

const WordMeasures& fastest_word_measures() {
  static const WordMeasures kFastest = word_measures().back();
  return kFastest;
}

}  // namespace rackproof::store
