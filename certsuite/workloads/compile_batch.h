#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "certsuite/toolchains/host_compiler.h"
#include "certsuite/workloads/team.h"

namespace rackproof {

/// One compilation to be done. The compiler outlives it.
struct CompileTask {
  const HostCompiler* compiler = nullptr;
  CompileJob job;
};

/// Compiles all on the members of the team, each taking the next one when it is done. `deadline` is
/// asked when one is about to begin, on any thread: zero or less begins none any more, and its
/// place in the result stays empty. In the order of the tasks.
std::vector<std::optional<CompileResult>> compile_all(
    Team& team, std::vector<CompileTask> tasks,
    const std::function<std::chrono::nanoseconds()>& deadline, const std::stop_token& stop);

}  // namespace rackproof
