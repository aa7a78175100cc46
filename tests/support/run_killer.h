#pragma once

#include <cstdint>
#include <string>

namespace rackproof::testing {

/// What became of one certification that was killed again and again.
struct KilledRun {
  std::string broken;       ///< The promise that did not hold; "" = all did.
  int kills = 0;            ///< With SIGKILL, of the whole process group, while it ran.
  int before_it_began = 0;  ///< Of those: nothing was there yet to go on with.
  int while_sealing = 0;    ///< Of those: every phase was done.
  int attempts = 0;         ///< Steps in the record, attempts that were cut off included.
  double seconds = 0;
};

/// Certifies this machine for a reference of short steps into `directory`, with `program`; kills
/// it `most_kills` times at random moments of `seed`, each time going on with --resume, then lets
/// it end. Holds the bundle against every journal that was seen: no step that was done is done
/// again or missing, no OUT before the end, and the report verifies.
[[nodiscard]] KilledRun kill_a_run(const std::string& program, const std::string& directory,
                                   std::uint64_t seed, int most_kills);

}  // namespace rackproof::testing
