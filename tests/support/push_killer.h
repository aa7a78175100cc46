#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "tests/support/metrics_engine.h"

namespace rackproof::testing {

struct PushKillPlan {
  std::uint64_t seed = 1;
  int kills = 20;           ///< Of the sending process.
  int full_disk_every = 5;  ///< One of so many sending processes finds the disk full.
  int engine_every = 4;     ///< The engine is killed at one of so many.
  std::chrono::milliseconds longest_life{300};    ///< Of a sending process.
  std::chrono::milliseconds longest_outage{300};  ///< Of the engine.
  /// Once, half way, the engine is away for so long; senders of ten seconds each go on.
  std::chrono::seconds long_outage{0};
  bool replays = true;      ///< What the engine may have forgotten is sent again.
  bool keeps_spool = true;  ///< Else it is taken away with each outage: to be noticed.
};

/// What became of the samples.
struct PushKillOutcome {
  std::string broken;  ///< What a promise was broken by; "" = none was.
  int kills = 0;
  int engine_kills = 0;
  int full_disks = 0;
  std::int64_t handed_in = 0;
  std::int64_t promised = 0;  ///< A commit() had returned for them.
  std::int64_t found = 0;
};

/// Sends numbered samples to an engine by processes that are killed with SIGKILL at random moments
/// and go on with one spool, kills the engine now and then, lets the last process finish, and holds
/// what the engine has against what was handed in: every promised sample once, with its stamp and
/// value, and none that is not one.
[[nodiscard]] PushKillOutcome kill_senders(MetricsEngine& engine, const std::string& directory,
                                           const PushKillPlan& plan);

}  // namespace rackproof::testing
