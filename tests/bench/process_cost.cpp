#include "tests/bench/process_cost.h"

#include <cstddef>

#include <unistd.h>

#include "schemas/text.h"

namespace rackproof::bench {
namespace {

/// "VmRSS:     8120 kB" of a status file; 0 where there is no such line.
double field_of(std::string_view status, std::string_view name) {
  for (const auto line : lines(status)) {
    const auto fields = words(line);
    if (fields.size() > 1 && fields[0] == name) {
      const auto value = parse_double(fields[1]);
      return value ? *value : 0;
    }
  }
  return 0;
}

}  // namespace

ProcessCost ProcessCost::since(const ProcessCost& before) const {
  return {cpu_seconds - before.cpu_seconds, wake_ups - before.wake_ups, resident_bytes};
}

Result<ProcessCost> cost_of(const FileTree& machine, const std::string& process) {
  const auto directory = "/proc/" + process;
  const auto threads = machine.list(directory + "/task");
  const auto status = machine.read_text(directory + "/status");
  if (!threads || !status) {
    return !threads ? threads.error() : status.error();
  }
  ProcessCost cost;
  cost.resident_bytes = field_of(*status, "VmRSS:") * 1024;
  for (const auto& thread : *threads) {
    const auto own = directory + "/task/" + thread;
    const auto times = machine.read_text(own + "/schedstat");
    const auto told = machine.read_text(own + "/status");
    if (!times || !told) {
      return !times ? times.error() : told.error();
    }
    const auto on_processor = parse_double(words(*times).front());
    cost.cpu_seconds += on_processor ? *on_processor * 1e-9 : 0;
    cost.wake_ups += field_of(*told, "voluntary_ctxt_switches:");
  }
  return cost;
}

Result<std::string> child_named(const FileTree& machine, std::string_view name) {
  const auto beginning = std::string(name.substr(0, 15));  // TASK_COMM_LEN
  const auto processes = machine.list("/proc");
  if (!processes) {
    return processes.error();
  }
  for (const auto& process : *processes) {
    const auto text = machine.read_text("/proc/" + process + "/stat");
    const auto end = text ? text->rfind(") ") : std::string::npos;
    if (end == std::string::npos || text->find("(" + beginning + ")") > end) {
      continue;
    }
    const auto fields = words(std::string_view(*text).substr(end + 2));
    if (fields.size() > 1 && fields[1] == std::to_string(::getpid())) {
      return process;
    }
  }
  return Error{ErrorKind::absent, beginning + " does not run"};
}

}  // namespace rackproof::bench
