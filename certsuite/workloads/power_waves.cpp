#include "certsuite/workloads/power_waves.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "certsuite/workloads/word_stream.h"

namespace rackproof {

namespace {

constexpr std::array kFastestFirst{10.0, 5.0, 1.0, 0.1};
constexpr double kMinute = 60;

/// Of the time, what a frequency's first two periods may use up together with those of all faster
/// ones; the rest is the telegraph's.
constexpr double kShareOfSquareWaves = 0.8;

/// How many of kFastestFirst fit.
std::size_t fitting(double phase_seconds, double seconds) {
  double used = 0;
  std::size_t count = 0;
  for (const double hertz : kFastestFirst) {
    used += 2 / hertz;
    const bool too_slow = hertz < 1 && phase_seconds < kMinute;
    if (too_slow || used > seconds * kShareOfSquareWaves) {
      break;
    }
    ++count;
  }
  return count;
}

}  // namespace

std::vector<Wave> waves_for(double phase_seconds, double seconds) {
  std::vector<Wave> waves;
  double left = seconds;
  for (auto count = fitting(phase_seconds, seconds); count > 0; --count) {
    const double hertz = kFastestFirst[count - 1];
    // A whole telegraph and two waves for each frequency still to come share what is left.
    const double share = left / static_cast<double>(2 * count + 1);
    const int periods = std::max(1, static_cast<int>(std::floor(share * hertz)));
    waves.push_back({hertz, false, periods});
    waves.push_back({hertz, true, periods});
    left -= 2 * periods / hertz;
  }
  waves.push_back({});
  return waves;
}

double telegraph_seconds(std::uint64_t seed, std::uint64_t number) {
  constexpr double kShortest = 0.01;
  constexpr double kLongest = 0.5;
  constexpr double kWords = 18446744073709551616.0;  // 2^64
  const double share = static_cast<double>(mixed_word(seed, number)) / kWords;
  return kShortest * std::pow(kLongest / kShortest, share);
}

}  // namespace rackproof
