#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

#include <zstd.h>

#include "certsuite/workloads/cpu_kernel.h"

namespace rackproof {

namespace {

constexpr std::size_t kPlainBytes = 8192;
constexpr std::size_t kPackedBytes = ZSTD_COMPRESSBOUND(kPlainBytes);
using Plain = std::array<char, kPlainBytes>;

/// Words of few letters with repeats, so that both the match finder and the entropy coder work.
Plain plain_of(std::uint64_t seed) {
  Plain plain{};
  for (std::size_t i = 0; i < plain.size(); i += sizeof(std::uint64_t)) {
    const auto place = i % 640 < 320 ? i : i % 320;
    const auto word = mixed_word(seed, place) & 0x0F070F030F070F01U;
    std::memcpy(plain.data() + i, &word, sizeof(word));
  }
  return plain;
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

/// Digest of the packed bytes: cores must pack alike.
std::uint64_t packed_digest(std::uint64_t seed) {
  const auto plain = plain_of(seed);
  std::array<char, kPackedBytes> packed{};
  const auto size =
      ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), /*level=*/3);
  std::uint64_t digest = size;
  if (ZSTD_isError(size) != 0) {
    return ~std::uint64_t{0};
  }
  for (std::size_t i = 0; i < size; i += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, packed.data() + i, std::min(sizeof(word), size - i));
    digest = mixed_word(digest, word);
  }
  return digest;
}

constexpr std::array<std::uint64_t, 2> kNothingLost{0, 0};

}  // namespace

std::vector<CpuKernel> compression_kernels() {
  return {{.name = "zstd_round_trip", .run = round_trip, .golden = kNothingLost, .chain = 1},
          {.name = "zstd_compress", .run = packed_digest, .golden = {}, .chain = 1}};
}

}  // namespace rackproof
