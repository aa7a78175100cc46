#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "certsuite/workload.h"
#include "certsuite/workloads/tally.h"

namespace rackproof {

/// Changes memory behind a workload's back, the way for a test to break a cell or to hide a canary.
/// Empty on a real machine.
using Disturb = std::function<void(std::span<std::uint64_t>)>;

/// What one member of a team brings home from a stretch of work whose answers it checked. Written
/// by that member while it works, read by the main thread between two runs of the team.
struct Stretch {
  double work = 0;     ///< FLOP or bytes.
  double seconds = 0;  ///< Spent on that work; checks are not counted.
  std::int64_t checks = 0;
  std::int64_t wrong = 0;           ///< Described ones included.
  std::vector<Mismatch> described;  ///< The first kDescribed wrong answers.

  static constexpr std::size_t kDescribed = 16;  ///< A broken core must not fill the memory.

  void add_wrong(Mismatch mismatch) {
    ++wrong;
    if (described.size() < kDescribed) {
      described.push_back(std::move(mismatch));
    }
  }
};

/// Counts what `stretch` checked and passes its wrong answers on. Main thread only.
inline void tell_answers(const Stretch& stretch, Tally& tally) {
  tally.checked(stretch.checks);
  for (const auto& mismatch : stretch.described) {
    tally.wrong(mismatch);
  }
  tally.wrong_more(stretch.wrong - static_cast<std::int64_t>(stretch.described.size()));
}

}  // namespace rackproof
