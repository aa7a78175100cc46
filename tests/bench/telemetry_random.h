#pragma once

#include <cstdint>

namespace rackproof::bench {

/// Numbers by chance, the same for the same seed on every machine.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}

  /// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
  std::uint64_t bits() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }

  /// From 0 to below 1.
  double even() { return static_cast<double>(bits() >> 11U) * 0x1p-53; }
  double between(double least, double most) { return least + (most - least) * even(); }
  bool happens(double probability) { return even() < probability; }

  /// Mean 0, deviation 1, within 3.5 of it: the sum of four even ones.
  double around_zero() {
    const auto all = bits();
    double sum = 0;
    for (unsigned shift = 0; shift < 64; shift += 16) {
      sum += static_cast<double>((all >> shift) & 0xFFFFU);
    }
    constexpr double kMean = 2 * 65535.0;
    constexpr double kDeviation = 37837.0;  // 65536 / sqrt(3)
    return (sum - kMean) / kDeviation;
  }

 private:
  std::uint64_t state_;
};

}  // namespace rackproof::bench
