#pragma once

#include <string>
#include <vector>

#include "certsuite/toolchains/host_compiler.h"
#include "certsuite/workload.h"
#include "certsuite/workloads/corpus.h"
#include "schemas/result.h"

namespace rackproof {

/// What is compiled, by what, and which program then runs it.
struct CorpusSetup {
  std::vector<HostCompiler> compilers;
  std::vector<CorpusUnit> units;
  std::vector<std::string> program;  ///< {"/usr/bin/rackproof", "workload"}; see corpus_unit.h.
};

/// Body of the workload: laps in which every unit is compiled by every compiler at every level,
/// each from an empty directory of its own and several at once, loaded and run on every processor.
/// The first lap is told artefact by artefact as facts; later ones compile the same again and
/// compare what it puts out. A lap that the time does not hold is not started, and one that it cuts
/// short tells only the units that were wholly judged or showed something wrong: what was not
/// reached was not judged. Nor is a unit judged that a compiler with a missing part was to compile.
Result<WorkloadOutcome> run_compile_corpus(const Effort& effort, WorkloadListener& listener,
                                           const CorpusSetup& setup);

}  // namespace rackproof
