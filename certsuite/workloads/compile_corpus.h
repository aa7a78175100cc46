#pragma once

#include <vector>

#include "certsuite/toolchains/host_compiler.h"
#include "certsuite/workload.h"
#include "certsuite/workloads/corpus.h"
#include "schemas/result.h"

namespace rackproof {

/// Body of the workload with the given compilers and units: laps in which every unit is compiled by
/// every compiler at every level, loaded and run on every processor. The first lap is told artefact
/// by artefact as facts. A lap that the time does not hold is not started, and one that it cuts
/// short tells only the units that showed something wrong: what was not reached was not judged.
Result<WorkloadOutcome> run_compile_corpus(const Effort& effort, WorkloadListener& listener,
                                           const std::vector<HostCompiler>& compilers,
                                           const std::vector<CorpusUnit>& units);

}  // namespace rackproof
