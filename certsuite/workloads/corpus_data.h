#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "certsuite/workloads/corpus.h"
#include "certsuite/workloads/word_stream.h"
#include "schemas/digest.h"
#include "schemas/text.h"

namespace rackproof {

/// Numbers as the bytes of a unit's input, in the host's order.
template <typename Number>
void append_numbers(CorpusBytes& bytes, const std::vector<Number>& numbers) {
  const auto* first = reinterpret_cast<const std::byte*>(numbers.data());
  bytes.insert(bytes.end(), first, first + numbers.size() * sizeof(Number));
}

/// The numbers that stand at `offset` of a unit's output.
template <typename Number>
[[nodiscard]] std::vector<Number> numbers_at(std::span<const std::byte> bytes, std::size_t offset,
                                             std::size_t count) {
  std::vector<Number> numbers(count);
  std::memcpy(numbers.data(), bytes.data() + offset, count * sizeof(Number));
  return numbers;
}

/// In (-1, 1), 23 bits and a sign: exact in single precision, every mantissa bit in use.
[[nodiscard]] inline float signed_fraction(std::uint64_t seed, std::uint64_t index) {
  constexpr int kBits = 23;
  const auto word = mixed_word(seed, index);
  const auto size = static_cast<float>(word & ((std::uint64_t{1} << kBits) - 1)) /
                    static_cast<float>(std::uint64_t{1} << kBits);
  return (word >> 63U) != 0 ? -size : size;
}

[[nodiscard]] inline Sha256Digest digest_of(std::span<const std::byte> bytes) {
  return sha256({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

/// For people; a result may be no number at all.
[[nodiscard]] inline std::string shown(float value) {
  return std::isfinite(value) ? format_double(static_cast<double>(value)) : "not a finite number";
}

[[nodiscard]] inline std::string shown(std::uint32_t word) {
  return std::to_string(word);
}

}  // namespace rackproof
