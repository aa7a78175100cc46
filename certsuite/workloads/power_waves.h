#pragma once

#include <cstdint>
#include <vector>

namespace rackproof {

/// One shape of load: square waves, or a random telegraph.
struct Wave {
  double hertz = 0;         ///< Of the square wave; 0 = random telegraph.
  bool anti_phase = false;  ///< One half of the processors works while the other sleeps.
  int periods = 0;          ///< None of the telegraph: it takes the time that is left.

  bool operator==(const Wave&) const = default;
};

/// The waves for `seconds` of a phase of `phase_seconds`, slowest first, each frequency in phase
/// and then in anti-phase, the telegraph last. Of 0.1, 1, 5 and 10 Hz those are left out that could
/// not swing once in both ways; 0.1 Hz also in phases under a minute. Whole periods only, the time
/// shared as evenly as they allow.
[[nodiscard]] std::vector<Wave> waves_for(double phase_seconds, double seconds);

/// How long the `number`th state of a random telegraph lasts: 10 to 500 ms, as many short ones as
/// long ones in proportion (log-uniform).
[[nodiscard]] double telegraph_seconds(std::uint64_t seed, std::uint64_t number);

}  // namespace rackproof
