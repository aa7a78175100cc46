#pragma once

#include <cstdint>
#include <cstring>

namespace rackproof {

/// The bits of a result; minus zero counts as zero.
[[nodiscard]] inline std::uint64_t bits_of(double value) {
  const double canonical = value + 0.0;
  std::uint64_t bits = 0;
  std::memcpy(&bits, &canonical, sizeof(canonical));
  return bits;
}

[[nodiscard]] inline std::uint64_t bits_of(float value) {
  const float canonical = value + 0.0F;
  std::uint32_t bits = 0;
  std::memcpy(&bits, &canonical, sizeof(canonical));
  return bits;
}

}  // namespace rackproof
