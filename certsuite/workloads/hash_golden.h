#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "certsuite/workloads/word_stream.h"

/// Hashes in portable, constexpr form: at compile time they make golden tables, at run time they
/// are the work. (The digests that documents carry come from schemas/digest.)
namespace rackproof {

using Sha256State = std::array<std::uint32_t, 8>;

/// FIPS 180-4, 5.3.3.
inline constexpr Sha256State kSha256Start{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

/// FIPS 180-4, 4.2.2.
inline constexpr std::array<std::uint32_t, 64> kSha256Constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// One block of sixteen big-endian words into `state` (FIPS 180-4, 6.2.2).
constexpr void sha256_block(Sha256State& state, const std::array<std::uint32_t, 16>& block) {
  std::array<std::uint32_t, 64> w{};
  for (std::size_t t = 0; t < 64; ++t) {
    if (t < 16) {
      w[t] = block[t];
      continue;
    }
    const auto low = std::rotr(w[t - 15], 7) ^ std::rotr(w[t - 15], 18) ^ (w[t - 15] >> 3U);
    const auto high = std::rotr(w[t - 2], 17) ^ std::rotr(w[t - 2], 19) ^ (w[t - 2] >> 10U);
    w[t] = w[t - 16] + low + w[t - 7] + high;
  }
  auto [a, b, c, d, e, f, g, h] = state;
  for (std::size_t t = 0; t < 64; ++t) {
    const auto upper = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const auto chosen = (e & f) ^ (~e & g);
    const auto first = h + upper + chosen + kSha256Constants[t] + w[t];
    const auto lower = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    const auto majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = d + first;
    d = c;
    c = b;
    b = a;
    a = first + lower + majority;
  }
  const Sha256State worked{a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < 8; ++i) {
    state[i] += worked[i];
  }
}

/// Two blocks drawn from the seed; the first eight bytes of the state.
[[nodiscard]] constexpr std::uint64_t sha256_of_seed(std::uint64_t seed) {
  auto state = kSha256Start;
  for (std::uint64_t block = 0; block < 2; ++block) {
    std::array<std::uint32_t, 16> words{};
    for (std::size_t i = 0; i < 16; ++i) {
      words[i] = static_cast<std::uint32_t>(mixed_word(seed + block, i));
    }
    sha256_block(state, words);
  }
  return (std::uint64_t{state[0]} << 32U) | state[1];
}

/// Byte table of a reflected CRC-32 polynomial.
[[nodiscard]] constexpr std::array<std::uint32_t, 256> crc_table(std::uint32_t polynomial) {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? polynomial : 0U);
    }
    table[byte] = crc;
  }
  return table;
}

inline constexpr auto kCrc32Table = crc_table(0xEDB88320U);   // IEEE 802.3, reflected
inline constexpr auto kCrc32cTable = crc_table(0x82F63B78U);  // RFC 3720 B.4, reflected

/// One byte into a running, not yet inverted CRC.
[[nodiscard]] constexpr std::uint32_t crc_step(const std::array<std::uint32_t, 256>& table,
                                               std::uint32_t crc, std::uint8_t byte) {
  return table[(crc ^ byte) & 0xFFU] ^ (crc >> 8U);
}

[[nodiscard]] constexpr std::uint32_t crc_of_text(const std::array<std::uint32_t, 256>& table,
                                                  std::string_view text) {
  std::uint32_t crc = ~0U;
  for (const char each : text) {
    crc = crc_step(table, crc, static_cast<std::uint8_t>(each));
  }
  return ~crc;
}

/// CRC of 64 words drawn from the seed, least significant byte first.
[[nodiscard]] constexpr std::uint32_t crc_of_seed(const std::array<std::uint32_t, 256>& table,
                                                  std::uint64_t seed) {
  std::uint32_t crc = ~0U;
  for (std::uint64_t i = 0; i < 64; ++i) {
    std::uint64_t word = mixed_word(seed, i);
    for (int byte = 0; byte < 8; ++byte) {
      crc = crc_step(table, crc, static_cast<std::uint8_t>(word));
      word >>= 8U;
    }
  }
  return ~crc;
}

}  // namespace rackproof
