#pragma once

#include <bit>
#include <cstdint>

namespace rackproof::store {

/// Divides by one number without a division: a product with the inverse of its odd part, modulo
/// 2^64, is the quotient of what it divides, and larger than any quotient for all else (Granlund
/// and Montgomery 1994, section 9).
class ExactDivisor {
 public:
  explicit ExactDivisor(std::uint64_t divisor)
      : zeros_(std::countr_zero(divisor)), most_(UINT64_MAX / divisor) {
    const auto odd = divisor >> zeros_;
    constexpr int kRounds = 5;  // 3, 6, 12, 24, 48, 96 bits are right
    inverse_ = odd;
    for (int i = 0; i < kRounds; ++i) {
      inverse_ *= 2 - odd * inverse_;
    }
  }
  [[nodiscard]] bool divides(std::uint64_t size) const {
    return std::rotr(size * inverse_, zeros_) <= most_;
  }
  /// Of a two's complement number that it divides.
  [[nodiscard]] std::uint64_t quotient(std::uint64_t word) const {
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(word) >> zeros_) * inverse_;
  }

 private:
  int zeros_;
  std::uint64_t most_;
  std::uint64_t inverse_ = 1;
};

}  // namespace rackproof::store
