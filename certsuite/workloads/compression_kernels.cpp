#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

#include <zstd.h>

#include "certsuite/workloads/cpu_kernel.h"

namespace rackproof {

namespace {

constexpr std::size_t kPlainBytes = 8192;
constexpr std::size_t kPackedBytes = ZSTD_COMPRESSBOUND(kPlainBytes);
using Plain = std::array<char, kPlainBytes>;

constexpr std::size_t kPeriodWords = 80;  ///< Half of them repeated, half fresh.
using Words = std::array<std::uint64_t, kPlainBytes / sizeof(std::uint64_t)>;

/// Words of few letters with repeats, so that both the match finder and the entropy coder work.
Plain plain_of(std::uint64_t seed) {
  const auto word = [seed](std::size_t i) { return mixed_word(seed, 8 * i) & 0x0F070F030F070F01U; };
  Words words;  // NOLINT(cppcoreguidelines-pro-type-member-init): written at once
  for (std::size_t start = 0; start < words.size(); start += kPeriodWords) {
    const auto half = std::min(start + kPeriodWords / 2, words.size());
    const auto end = std::min(start + kPeriodWords, words.size());
    for (std::size_t i = start; i < half; ++i) {
      words[i] = word(i);
    }
    for (std::size_t i = half; i < end; ++i) {
      words[i] = words[i - half];
    }
  }
  return std::bit_cast<Plain>(words);
}

/// Zero when the bytes come back as they went in; else the place of the first that did not, or all
/// ones when the library refused.
std::uint64_t round_trip(std::uint64_t seed) {
  const auto plain = plain_of(seed);
  std::array<char, kPackedBytes> packed;  // NOLINT(cppcoreguidelines-pro-type-member-init): written
  Plain back;                             // NOLINT(cppcoreguidelines-pro-type-member-init): first
  const auto size =
      ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), /*level=*/1);
  if (ZSTD_isError(size) != 0) {
    return ~std::uint64_t{0};
  }
  if (ZSTD_decompress(back.data(), back.size(), packed.data(), size) != back.size()) {
    return ~std::uint64_t{0};
  }
  if (std::memcmp(back.data(), plain.data(), back.size()) == 0) {
    return 0;
  }
  const auto differ = std::mismatch(back.begin(), back.end(), plain.begin()).first;
  return static_cast<std::uint64_t>(differ - back.begin()) + 1;
}

/// Four chains side by side, so that digesting costs little beside packing.
std::uint64_t digest_of(const char* bytes, std::size_t size) {
  constexpr std::size_t kChainBytes = 4 * sizeof(std::uint64_t);
  std::array<std::uint64_t, 4> chains{size, 1, 2, 3};
  for (std::size_t i = 0; i < size; i += kChainBytes) {
    std::array<std::uint64_t, 4> words{};
    std::memcpy(words.data(), bytes + i, std::min(kChainBytes, size - i));
    for (std::size_t chain = 0; chain < chains.size(); ++chain) {
      chains[chain] = std::rotl((chains[chain] ^ words[chain]) * 0x9E3779B97F4A7C15U, 29);
    }
  }
  return mixed_word(mixed_word(chains[0], chains[1]), mixed_word(chains[2], chains[3]));
}

/// Digest of the packed bytes: cores must pack alike.
std::uint64_t packed_digest(std::uint64_t seed) {
  const auto plain = plain_of(seed);
  std::array<char, kPackedBytes> packed;  // NOLINT(cppcoreguidelines-pro-type-member-init): written
  const auto size =
      ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), /*level=*/3);
  return digest_of(packed.data(), size);
}

constexpr std::array<std::uint64_t, 2> kNothingLost{0, 0};

}  // namespace

std::vector<CpuKernel> compression_kernels() {
  return {{.name = "zstd_round_trip", .run = round_trip, .golden = kNothingLost, .chain = 1},
          {.name = "zstd_compress", .run = packed_digest, .golden = {}, .chain = 1}};
}

}  // namespace rackproof
