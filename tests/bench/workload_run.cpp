#include "tests/bench/workload_run.h"

#include <algorithm>
#include <cstdlib>

#include "probes/machine/child.h"

namespace rackproof::bench {

double WorkloadRun::median_of(const std::string& metric) const {
  std::vector<double> values;
  for (const auto& window : windows) {
    if (window.metric == metric) {
      values.push_back(window.value);
    }
  }
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

std::string WorkloadRun::fact(const std::string& name) const {
  for (const auto& each : facts) {
    if (each.name == name) {
      return each.value;
    }
  }
  return "";
}

Result<WorkloadRun> run_workload(const std::vector<std::string>& words) {
  const char* program = std::getenv("RACKPROOF_PROGRAM");
  if (program == nullptr) {
    return Error{ErrorKind::absent, "RACKPROOF_PROGRAM is not set"};
  }
  ChildCommand command;
  command.argv = {program, "workload"};
  command.argv.insert(command.argv.end(), words.begin(), words.end());
  command.environment = {"PATH=/usr/bin:/bin"};
  command.deadline = std::chrono::seconds(120);
  WorkloadRun run;
  const auto ended = run_child(command, {}, [&run](std::string_view line) {
    const auto message = decode_message(line);
    if (!message) {
      return;
    }
    if (const auto* window = std::get_if<Window>(&*message)) {
      run.windows.push_back(*window);
    } else if (const auto* fact = std::get_if<Fact>(&*message)) {
      run.facts.push_back(*fact);
    }
  });
  if (!ended) {
    return ended.error();
  }
  if (ended->exit_code != 0) {
    return Error{ErrorKind::io, "the workload did not end well: " + ended->error_output};
  }
  return run;
}

}  // namespace rackproof::bench
