#pragma once

#include <string>

#include "certsuite/toolchains/host_compiler.h"
#include "certsuite/workload.h"
#include "certsuite/workloads/corpus_bench.h"

/// How the compile corpus tells what it did, as facts of the step.
namespace rackproof {

/// Each compiler with path, version and digest; the flags; the variables that it is given.
void tell_compilers(const std::vector<HostCompiler>& compilers, WorkloadListener& listener);

/// What compiling took and left: "exit 0; gcc …; wall 0.1 s, cpu 0.1 s, peak 1 B; sha256 …, 9 B".
[[nodiscard]] std::string compiling_told(const CompileResult& result);

/// "output DIGEST+DIGEST, equal in 6 executions on 2 processors", or that it was not.
[[nodiscard]] std::string running_told(const UnitAnswer& answer, int processors);

}  // namespace rackproof
