#pragma once

#include <string>
#include <variant>
#include <vector>

#include "cli/exit_code.h"
#include "cli/expectation.h"
#include "cli/probe_choice.h"
#include "probes/read_once.h"

namespace rackproof {

/// What a command was asked to look at.
struct ReadingQuestion {
  std::string root = "/";
  std::vector<std::string> probes;  ///< Empty = all, those of the two files too.
  ExpectationQuestion expect = {};  ///< Who says what must be here.
  std::string bmcs = {};            ///< File of BMCs to read as well; "" = none.
  std::string sources = {};         ///< File of sources to read as well; "" = none.
};

/// A failed reading: the sentence for stderr and the answer for the shell.
struct ReadingRefusal {
  std::string sentence;
  ExitCode code = ExitCode::failed;
};

struct MachineReading {
  ProbeChoice choice;  ///< Owns the site's metrics, which samples point to.
  OneReading reading;
  std::string root;  ///< As it was resolved.
};

/// Opens the root, makes the probes and reads once; where all were asked, the reading is held
/// against what must be here. An unknown probe is ExitCode::usage, and so is a file that is not
/// what it should be.
std::variant<MachineReading, ReadingRefusal> read_machine(const ReadingQuestion& question);

}  // namespace rackproof
