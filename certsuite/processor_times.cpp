#include "certsuite/processor_times.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr double kTicksPerSecond = 100;  // USER_HZ, the same on every Linux port that we run on
constexpr std::uint64_t kKernelThread = 0x00200000;  // PF_KTHREAD (linux/sched.h)
constexpr std::size_t kStatLimit = std::size_t{4}
                                   << 20;  // its interrupt line grows with processors

/// The `index`-th number after the name of a /proc line, in seconds; 0 where there is none.
double ticks_at(const std::vector<std::string_view>& fields, std::size_t index) {
  const auto ticks =
      index < fields.size() ? parse_unsigned(fields[index]) : Result<std::uint64_t>(0U);
  return ticks ? static_cast<double>(*ticks) / kTicksPerSecond : 0;
}

double busy_in(const std::vector<std::string_view>& fields) {
  return ticks_at(fields, 1) + ticks_at(fields, 2) + ticks_at(fields, 3);
}

/// Fields of /proc/N/stat from the state on; the name before may hold anything (proc(5)).
std::vector<std::string_view> fields_of_process(std::string_view text) {
  const auto end = text.rfind(')');
  return end != std::string_view::npos ? words(text.substr(end + 1))
                                       : std::vector<std::string_view>{};
}

// Counted from the state (field 3 of proc(5)): flags 9, utime 14, stime 15, cutime 16, cstime 17.
constexpr std::size_t kFlags = 6;
constexpr std::size_t kUserTime = 11;
constexpr std::size_t kSystemTime = 12;
constexpr std::size_t kChildrenUserTime = 13;
constexpr std::size_t kChildrenSystemTime = 14;

void add_processor(const std::vector<std::string_view>& fields, ProcessorTimes& times) {
  ++times.processors;
  if (const auto number = parse_unsigned(fields[0].substr(3))) {
    times.busy_of.emplace(static_cast<std::int64_t>(*number), busy_in(fields));
  }
}

Result<void> read_own(const FileTree& files, ProcessorTimes& times) {
  const auto text = files.read_text("/proc/self/stat");
  if (!text) {
    return text.error();
  }
  const auto fields = fields_of_process(*text);
  if (fields.size() <= kChildrenSystemTime) {
    return Error{ErrorKind::malformed, "/proc/self/stat: no times of processes"};
  }
  times.runner = ticks_at(fields, kUserTime) + ticks_at(fields, kSystemTime);
  times.own =
      times.runner + ticks_at(fields, kChildrenUserTime) + ticks_at(fields, kChildrenSystemTime);
  return {};
}

void read_kernel_threads(const FileTree& files, ProcessorTimes& times) {
  const auto entries = files.list("/proc");
  for (const auto& entry : entries ? *entries : std::vector<std::string>{}) {
    const auto number = parse_unsigned(entry);
    const auto text =
        number ? files.read_text("/proc/" + entry + "/stat") : Result<std::string>(std::string());
    const auto fields = text ? fields_of_process(*text) : std::vector<std::string_view>{};
    const auto flags =
        fields.size() > kSystemTime ? parse_unsigned(fields[kFlags]) : Result<std::uint64_t>(0U);
    if (flags && (*flags & kKernelThread) != 0) {
      times.kernel_threads.emplace(static_cast<std::int64_t>(*number),
                                   ticks_at(fields, kUserTime) + ticks_at(fields, kSystemTime));
    }
  }
}

}  // namespace

/// "cpu user nice system idle iowait irq softirq steal ..." and the same for each "cpuN" (proc(5)).
/// Interrupts are left out: they come of the step's own disks and links, and nobody says whose they
/// are.
Result<ProcessorTimes> parse_processor_times(std::string_view text) {
  ProcessorTimes times;
  bool found = false;
  for (const auto line : lines(text)) {
    const auto fields = words(line);
    if (fields.empty() || !fields[0].starts_with("cpu")) {
      continue;
    }
    if (fields[0] != "cpu") {
      add_processor(fields, times);
      continue;
    }
    found = fields.size() >= 9;
    times.busy = busy_in(fields);
    times.stolen = ticks_at(fields, 8);
  }
  if (!found || times.processors == 0) {
    return Error{ErrorKind::malformed, "/proc/stat: no line of processor times"};
  }
  return times;
}

Result<ProcessorTimes> read_processor_times(const FileTree& files) {
  const auto text = files.read_text("/proc/stat", kStatLimit);
  if (!text) {
    return text.error();
  }
  auto times = parse_processor_times(*text);
  if (times) {
    if (auto own = read_own(files, *times); !own) {
      return std::move(own).error();
    }
    read_kernel_threads(files, *times);
  }
  return times;
}

Result<int> count_processors(const FileTree& files) {
  const auto text = files.read_text("/proc/stat", kStatLimit);
  if (!text) {
    return text.error();
  }
  const auto times = parse_processor_times(*text);
  return times ? Result<int>(times->processors) : times.error();
}

std::map<std::int64_t, double> loads_between(const ProcessorTimes& before,
                                             const ProcessorTimes& after, double elapsed_seconds) {
  std::map<std::int64_t, double> loads;
  for (const auto& [number, busy] : after.busy_of) {
    const auto then = before.busy_of.find(number);
    if (elapsed_seconds > 0 && then != before.busy_of.end()) {
      loads.emplace(number, (busy - then->second) / elapsed_seconds);
    }
  }
  return loads;
}

}  // namespace rackproof
