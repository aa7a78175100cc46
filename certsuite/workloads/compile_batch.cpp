#include "certsuite/workloads/compile_batch.h"

#include <atomic>
#include <cstddef>

namespace rackproof {
namespace {

/// A compiler that is there and cannot be started has failed like any other.
CompileResult result_of(const CompileTask& task, const std::stop_token& stop) {
  auto result = compile(*task.compiler, task.job, stop);
  if (result) {
    return std::move(*result);
  }
  CompileResult failed;
  failed.status = CompileStatus::compile_error;
  failed.why = result.error().message;
  return failed;
}

}  // namespace

std::vector<std::optional<CompileResult>> compile_all(
    Team& team, std::vector<CompileTask> tasks,
    const std::function<std::chrono::nanoseconds()>& deadline, const std::stop_token& stop) {
  std::vector<std::optional<CompileResult>> results(tasks.size());
  std::atomic<std::size_t> next{0};
  team.run([&](int /*member*/) {
    for (auto mine = next++; mine < tasks.size(); mine = next++) {
      tasks[mine].job.deadline = deadline();
      const bool in_time = tasks[mine].job.deadline > std::chrono::nanoseconds(0);
      results[mine] = in_time ? std::optional(result_of(tasks[mine], stop)) : std::nullopt;
    }
  });
  return results;
}

}  // namespace rackproof
