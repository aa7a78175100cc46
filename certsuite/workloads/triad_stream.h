#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/stretch.h"
#include "certsuite/workloads/team.h"
#include "certsuite/workloads/triad_arrays.h"
#include "certsuite/workloads/triad_kernel.h"
#include "schemas/result.h"

namespace rackproof {

/// How much memory a stream passes over, and how long one lap may take.
struct StreamPlan {
  std::uint64_t array_bytes = 0;  ///< Of each of the three arrays, over all members.
  double lap_seconds = 0;         ///< Arrays are made smaller until a lap takes no longer; 0 = they
                                  ///< stay as large as asked, and no lap is run for it.
};

/// Memory streaming whose results are known: each member runs a = b + s c over arrays of its own,
/// with another s in every lap, and compares what stands there with what should.
class TriadStream {
 public:
  /// Maps and writes the operands, each member its own pages first. `team` and `pace` outlive it.
  static Result<TriadStream> prepare(const TriadKernel& kernel, Team& team, const Pace& pace,
                                     const StreamPlan& plan);

  /// Laps from now on go by this kernel. Main thread.
  void use(const TriadKernel& kernel) { kernel_ = kernel; }
  /// One lap; on the thread of `member`, which it uses alone.
  void lap(int member);
  /// Compares every result of the member's last lap. On the thread of `member`.
  void check(int member);
  /// Laps until the pace reads `until`, then one check. On the thread of `member`.
  void work_until(int member, double until);

  /// What `member` did since the last call. Main thread.
  [[nodiscard]] Stretch take(int member);

  /// One result changed in its last place in every member's array must be seen by the same check
  /// as exactly one more wrong number; `hide` gets each array between the two. Main thread; counts
  /// nothing.
  [[nodiscard]] bool canary_is_caught(const Disturb& hide = {});

  /// STREAM's bytes of one lap of all members.
  [[nodiscard]] double bytes_per_lap() const;
  /// Bytes of one array over all members.
  [[nodiscard]] std::uint64_t array_bytes() const;
  /// Where a test breaks a member's results.
  [[nodiscard]] double* results(int member) { return of(member).arrays.results(); }

 private:
  struct Member {
    TriadArrays arrays;
    double factor = 1;
    Stretch stretch = {};
  };
  TriadStream(const TriadKernel& kernel, Team& team, const Pace& pace)
      : kernel_(kernel), team_(&team), pace_(&pace) {}

  Result<void> map(std::uint64_t array_bytes);
  [[nodiscard]] double slowest_lap();
  [[nodiscard]] std::vector<std::int64_t> count_wrong();
  [[nodiscard]] Member& of(int member) { return members_[static_cast<std::size_t>(member)]; }

  TriadKernel kernel_;
  Team* team_;
  const Pace* pace_;
  std::vector<Member> members_;
};

}  // namespace rackproof
