#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "certsuite/workloads/memory_place.h"
#include "certsuite/workloads/pattern_region.h"
#include "certsuite/workloads/stretch.h"
#include "certsuite/workloads/team.h"
#include "schemas/result.h"

namespace rackproof {

/// Memory in which a pattern stands until somebody looks: each member of a team wrote a slice of it
/// past the caches and checks that slice. All ones, all zeros, random words and own addresses take
/// turns. Main thread.
class StandingPattern {
 public:
  /// Takes about `bytes` and writes the first pattern. `team` outlives it.
  static Result<StandingPattern> write(Team& team, double bytes, std::uint64_t seed,
                                       MemoryPlaces places = {});

  /// Checks every word and writes the next pattern. Wrong words are named with their offset, the
  /// processor and, where the system tells, the physical address and what lies there.
  Stretch check_and_write_next();

  /// One bit flipped in every member's slice must come back with its place and its bit; `hide` gets
  /// each slice between the two. The memory is as before afterwards. Counts nothing.
  [[nodiscard]] bool canary_is_caught(const Disturb& hide = {});

  [[nodiscard]] std::span<std::uint64_t> words() const { return region_.words(); }
  /// How many patterns were written.
  [[nodiscard]] int written() const { return written_; }

 private:
  StandingPattern(Team& team, std::uint64_t seed, PatternRegion region, MemoryPlaces places);

  void sweep_all(const Pattern& next);
  void describe(int member, Stretch& stretch);

  Team* team_;
  std::uint64_t seed_;
  PatternRegion region_;
  MemoryPlaces places_;
  std::vector<SweepResult> results_;  ///< By member, of the last sweep.
  std::optional<Pattern> standing_;
  int written_ = 0;
};

}  // namespace rackproof
