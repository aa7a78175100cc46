#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "certsuite/workloads/word_stream.h"

/// AES-128 (FIPS 197) in portable, constexpr form: it makes the golden answers for the processor's
/// AES instructions and is never used to keep a secret.
namespace rackproof {

using AesBlock = std::array<std::uint8_t, 16>;
using AesRoundKeys = std::array<AesBlock, 11>;

/// Doubling in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1.
[[nodiscard]] constexpr std::uint8_t aes_double(std::uint8_t value) {
  const auto shifted = static_cast<unsigned>(value) << 1U;
  return static_cast<std::uint8_t>((shifted & 0x100U) != 0 ? shifted ^ 0x11BU : shifted);
}

/// The substitution box from its definition: walks the field by 3 and its inverse side by side.
[[nodiscard]] constexpr std::array<std::uint8_t, 256> aes_substitution() {
  std::array<std::uint8_t, 256> box{};
  box[0] = 0x63;
  std::uint8_t element = 1;
  std::uint8_t inverse = 1;
  for (int step = 0; step < 255; ++step) {
    element = static_cast<std::uint8_t>(element ^ aes_double(element));  // times 3
    inverse = static_cast<std::uint8_t>(inverse ^ (inverse << 1U));      // divided by 3
    inverse = static_cast<std::uint8_t>(inverse ^ (inverse << 2U));
    inverse = static_cast<std::uint8_t>(inverse ^ (inverse << 4U));
    if ((inverse & 0x80U) != 0) {
      inverse ^= 0x09U;
    }
    box[element] =
        static_cast<std::uint8_t>(inverse ^ std::rotl(inverse, 1) ^ std::rotl(inverse, 2) ^
                                  std::rotl(inverse, 3) ^ std::rotl(inverse, 4) ^ 0x63U);
  }
  return box;
}

inline constexpr auto kAesSubstitution = aes_substitution();

[[nodiscard]] constexpr AesRoundKeys aes_round_keys(const AesBlock& key) {
  AesRoundKeys keys{};
  keys[0] = key;
  std::uint8_t round_constant = 1;
  for (std::size_t round = 1; round < keys.size(); ++round) {
    const auto& last = keys[round - 1];
    for (std::size_t i = 0; i < 16; ++i) {
      // The first word of a round key takes the last one's word rotated and substituted.
      const std::uint8_t before =
          i < 4 ? kAesSubstitution[last[12 + (i + 1) % 4]] : keys[round][i - 4];
      const std::uint8_t constant = i == 0 ? round_constant : std::uint8_t{0};
      keys[round][i] = static_cast<std::uint8_t>(last[i] ^ before ^ constant);
    }
    round_constant = aes_double(round_constant);
  }
  return keys;
}

/// Substitutes bytes and shifts row r (every fourth byte from r) by r columns.
[[nodiscard]] constexpr AesBlock aes_substitute_and_shift(const AesBlock& state) {
  AesBlock next{};
  for (std::size_t i = 0; i < 16; ++i) {
    next[i] = kAesSubstitution[state[(i + 4 * (i % 4)) % 16]];
  }
  return next;
}

[[nodiscard]] constexpr AesBlock aes_mix_columns(const AesBlock& state) {
  AesBlock next{};
  for (std::size_t i = 0; i < 16; ++i) {
    const std::size_t column = i / 4 * 4;
    const auto here = state[i];
    const auto below = state[column + (i + 1) % 4];
    next[i] = static_cast<std::uint8_t>(aes_double(here) ^ aes_double(below) ^ below ^
                                        state[column + (i + 2) % 4] ^ state[column + (i + 3) % 4]);
  }
  return next;
}

constexpr void aes_add(AesBlock& state, const AesBlock& key) {
  for (std::size_t i = 0; i < 16; ++i) {
    state[i] ^= key[i];
  }
}

[[nodiscard]] constexpr AesBlock aes_encrypt(const AesRoundKeys& keys, AesBlock state) {
  aes_add(state, keys[0]);
  for (std::size_t round = 1; round < 10; ++round) {
    state = aes_mix_columns(aes_substitute_and_shift(state));
    aes_add(state, keys[round]);
  }
  state = aes_substitute_and_shift(state);
  aes_add(state, keys[10]);
  return state;
}

/// Sixteen bytes drawn from the seed, `index` telling several draws apart.
[[nodiscard]] constexpr AesBlock aes_block_of_seed(std::uint64_t seed, std::uint64_t index) {
  AesBlock block{};
  for (std::size_t i = 0; i < 16; ++i) {
    block[i] = static_cast<std::uint8_t>(mixed_word(seed, 2 * index + i / 8) >> (8 * (i % 8)));
  }
  return block;
}

/// The first eight bytes, little-endian.
[[nodiscard]] constexpr std::uint64_t aes_word_of(const AesBlock& block) {
  std::uint64_t word = 0;
  for (std::size_t i = 8; i-- > 0;) {
    word = (word << 8U) | block[i];
  }
  return word;
}

/// A block and its key drawn from the seed, encrypted twice.
[[nodiscard]] constexpr std::uint64_t aes_of_seed(std::uint64_t seed) {
  const auto keys = aes_round_keys(aes_block_of_seed(seed, 0));
  return aes_word_of(aes_encrypt(keys, aes_encrypt(keys, aes_block_of_seed(seed, 1))));
}

}  // namespace rackproof
