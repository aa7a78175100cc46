#pragma once

#include <cstdint>
#include <string>

namespace rackproof::testing {

/// What became of one store whose writer was killed.
struct KillOutcome {
  std::string broken;          ///< What a promise of the store was broken by; "" = none was.
  bool said = false;           ///< The next opening said that the store was not closed.
  std::int64_t promised = 0;   ///< Samples that a flush() had returned for.
  std::int64_t found = 0;      ///< Samples that were there.
  std::int64_t handed_in = 0;  ///< Samples that had been given to append() at least.
  bool forgot = false;         ///< Summaries stood in place of some of them.
};

/// Runs a writer in a child process (create, append, flush, export, close and open again, in
/// turns), kills it with SIGKILL after `microseconds`, opens what it left in `directory` and holds
/// it against what it was given.
[[nodiscard]] KillOutcome kill_a_writer(const std::string& directory, std::uint64_t seed,
                                        std::int64_t microseconds);

/// The same of a writer that forgets all the while, by age and by size, and gives pages back: what
/// single readings no longer tell has to be told by summaries, each reading once.
[[nodiscard]] KillOutcome kill_a_forgetter(const std::string& directory, std::uint64_t seed,
                                           std::int64_t microseconds);

}  // namespace rackproof::testing
