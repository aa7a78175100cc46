#pragma once

#include <cstdint>

#include "certsuite/workload.h"
#include "certsuite/workloads/exact_bursts.h"
#include "certsuite/workloads/host_ground.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/tally.h"
#include "certsuite/workloads/team.h"
#include "certsuite/workloads/triad_stream.h"
#include "schemas/result.h"

namespace rackproof {

/// The longest that one piece of either work should take.
struct LoadPlan {
  std::uint64_t seed = 0;
  double burst_seconds = 0;
  double lap_seconds = 0;
};

/// What a team did since it was last brought home, all members together.
struct LoadDone {
  double flops = 0;
  double flop_seconds = 0;  ///< Summed over the members.
  double bytes = 0;
  double byte_seconds = 0;  ///< Summed over the members.
  std::int64_t wrong = 0;   ///< Of both kinds of work.
};

/// Both ways to load a host, exact multiplication and checked memory streaming, ready for every
/// member of a team.
class HostLoad {
 public:
  /// All four outlive it.
  static Result<HostLoad> prepare(const HostGround& ground, Team& team, const Pace& pace,
                                  const LoadPlan& plan);

  /// On the thread of `member`: bursts, or laps and a check, until the pace reads `until`; at least
  /// one of each.
  void multiply_until(int member, double until);
  void stream_until(int member, double until) { stream_.work_until(member, until); }

  /// Adds everything up and passes wrong answers on. Main thread.
  LoadDone bring_home(Tally& tally);
  /// Both kinds of canary in every member's results. Main thread.
  [[nodiscard]] bool canary_is_caught();
  void tell_facts(WorkloadListener& listener) const;

 private:
  HostLoad(const HostGround& ground, Team& team, const Pace& pace, ExactBursts bursts,
           TriadStream stream);

  const HostGround* ground_;
  Team* team_;
  const Pace* pace_;
  ExactBursts bursts_;
  TriadStream stream_;
};

}  // namespace rackproof
