#pragma once

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

#include "schemas/result.h"

namespace rackproof {

/// The program that runs units (corpus_unit.h) and how.
struct UnitProgram {
  std::vector<std::string> command;  ///< "corpus_unit --seed …" is put behind it.
  int threads = 0;                   ///< As Effort::threads.
  std::stop_token stop = {};
};

/// What one such process told and how it ended.
struct UnitStory {
  /// One member's executions of one case.
  struct Ran {
    int processor = 0;
    std::size_t index = 0;             ///< Of the case.
    std::vector<std::string> digests;  ///< Of each repeat's output, hex.
  };
  std::vector<Ran> ran;
  std::string last_case;   ///< Number of the case that was begun last; "" = none was.
  std::string unloadable;  ///< Why the library did not load; "" = it did.
  bool complete = false;   ///< It came to its outcome and ended well.
  bool timed_out = false;
  std::string ended;  ///< "ended by signal 11".
};

inline constexpr int kEveryMember = -1;

/// Runs the job that lies in `directory` to its end, on every member of the team or on one. The
/// Error is one of this tool: no process, no disk, a process that talks nonsense. Not from a
/// pinned thread: the process could use only that processor.
Result<UnitStory> run_unit_process(const UnitProgram& program, const std::string& directory,
                                   std::chrono::nanoseconds deadline, int member = kEveryMember);

}  // namespace rackproof
