#pragma once

#include <string>

#include "certsuite/workloads/compile_corpus.h"
#include "certsuite/workloads/corpus_workshop.h"
#include "schemas/result.h"
#include "schemas/run_record.h"

namespace rackproof {

/// Compiles every unit once with its planted fault, runs it and must find it out by the whole path;
/// where no compiler manages that in time, its judges are shown an output of zeros. `directory` is
/// made and removed again.
Result<Canary> plant_corpus_canary(const CorpusSetup& setup, CorpusWorkshop& workshop,
                                   const std::string& directory);

}  // namespace rackproof
