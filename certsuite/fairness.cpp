#include "certsuite/fairness.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>

#include "certsuite/environment.h"
#include "probes/machine/cgroup.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::string_view kCpus = "/sys/devices/system/cpu";
constexpr double kTicksPerSecond = 100;  // USER_HZ, the same on every Linux port that we run on
constexpr std::uint64_t kKernelThread = 0x00200000;  // PF_KTHREAD (linux/sched.h)
/// Ticks are counted by sampling: less than this is not told apart from rounding.
constexpr double kLeastForeignSeconds = 0.25;

/// The `index`-th number after the name of a /proc line, in seconds; 0 where there is none.
double ticks_at(const std::vector<std::string_view>& fields, std::size_t index) {
  const auto ticks =
      index < fields.size() ? parse_unsigned(fields[index]) : Result<std::uint64_t>(0U);
  return ticks ? static_cast<double>(*ticks) / kTicksPerSecond : 0;
}

/// /proc/stat: "cpu user nice system idle iowait irq softirq steal ..." (proc(5)). Interrupts are
/// left out: they come of the step's own disks and links, and nobody says whose they are.
Result<ProcessorTimes> parse_stat(std::string_view text) {
  ProcessorTimes times;
  bool found = false;
  for (const auto line : lines(text)) {
    const auto fields = words(line);
    if (fields.empty() || !fields[0].starts_with("cpu")) {
      continue;
    }
    if (fields[0] != "cpu") {
      ++times.processors;
      continue;
    }
    found = fields.size() >= 9;
    times.busy = ticks_at(fields, 1) + ticks_at(fields, 2) + ticks_at(fields, 3);
    times.stolen = ticks_at(fields, 8);
  }
  if (!found || times.processors == 0) {
    return Error{ErrorKind::malformed, "/proc/stat: no line of processor times"};
  }
  return times;
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

Result<ProcessorTimes> read_times(const FileTree& files) {
  constexpr std::size_t kLimit = std::size_t{4} << 20;  // the interrupt line grows with processors
  const auto text = files.read_text("/proc/stat", kLimit);
  if (!text) {
    return text.error();
  }
  auto times = parse_stat(*text);
  if (times) {
    if (auto own = read_own(files, *times); !own) {
      return std::move(own).error();
    }
    read_kernel_threads(files, *times);
  }
  return times;
}

/// Sum of one counter file over all processors (kernel therm_throt sysfs); none where no processor
/// has it.
std::optional<std::int64_t> read_thermal_throttles(const FileTree& files) {
  const auto cpus = files.list(kCpus);
  std::optional<std::int64_t> sum;
  for (const auto& cpu : cpus ? *cpus : std::vector<std::string>{}) {
    for (const char* name : {"core_throttle_count", "package_throttle_count"}) {
      const auto text =
          files.read_text(std::string(kCpus) + "/" + cpu + "/thermal_throttle/" + name);
      const auto count = text ? parse_integer(*text) : Result<std::int64_t>(text.error());
      if (count) {
        sum = sum.value_or(0) + *count;
      }
    }
  }
  return sum;
}

/// "nr_throttled N" of each group from this process's own to the root's (cgroup v2, cpu.stat).
std::optional<std::int64_t> read_cgroup_throttles(const FileTree& files) {
  std::optional<std::int64_t> sum;
  for (const auto& directory : cgroup_directories(files)) {
    const auto text = files.read_text(directory + "/cpu.stat");
    for (const auto line : lines(text ? std::string_view(*text) : std::string_view())) {
      const auto fields = words(line);
      const auto count = fields.size() == 2 && fields[0] == "nr_throttled"
                             ? parse_integer(fields[1])
                             : Result<std::int64_t>(Error{ErrorKind::absent, ""});
      if (count) {
        sum = sum.value_or(0) + *count;
      }
    }
  }
  return sum;
}

/// What a changed condition is called and what it takes away.
struct ConditionRow {
  std::string_view fact;  ///< Name, or how it begins.
  std::string_view code;
  Touches touches;
};

constexpr std::array kConditionRows{
    ConditionRow{"cpu_governor", "governor_changed", Touches::rates},
    ConditionRow{"cpu_frequency_driver", "frequency_driver_changed", Touches::rates},
    ConditionRow{"cpu_frequency_limit", "frequency_limit_changed", Touches::rates},
    ConditionRow{"smt_active", "smt_changed", Touches::everything},
    ConditionRow{"cgroup_memory_limit", "memory_limit_changed", Touches::everything},
    ConditionRow{"cgroup_cpu_limit", "cpu_limit_changed", Touches::rates},
    ConditionRow{"transparent_hugepage", "hugepages_changed", Touches::rates},
    ConditionRow{"power_cap", "power_cap_changed", Touches::everything},
};

Disturbance disturbance(std::string_view code, std::string text, Touches touches) {
  return {std::string(code), std::move(text), "", {}, touches};
}

void compare_condition(const Fact& before, const std::vector<Fact>& after,
                       FairnessFindings& findings) {
  const auto row = std::ranges::find_if(kConditionRows, [&](const ConditionRow& candidate) {
    return before.name.starts_with(candidate.fact);
  });
  const auto now = std::ranges::find(after, before.name, &Fact::name);
  const auto value = now != after.end() ? now->value : "not given";
  if (row != kConditionRows.end() && value != before.value) {
    findings.disturbances.push_back(disturbance(
        row->code,
        before.name + " was '" + before.value + "' before the phase and '" + value + "' after it",
        row->touches));
  }
}

void compare_conditions(const Surroundings& before, const Surroundings& after,
                        FairnessFindings& findings) {
  for (const auto& fact : before.conditions) {
    compare_condition(fact, after.conditions, findings);
  }
  for (const auto& fact : after.conditions) {
    if (std::ranges::find(before.conditions, fact.name, &Fact::name) == before.conditions.end()) {
      compare_condition({fact.name, "not given", ""}, after.conditions, findings);
    }
  }
}

void compare_counts(std::optional<std::int64_t> before, std::optional<std::int64_t> after,
                    std::string_view code, std::string_view what, FairnessFindings& findings) {
  if (before && after && *after > *before) {
    findings.disturbances.push_back(disturbance(
        code, std::string(what) + " " + std::to_string(*after - *before) + " times in the phase",
        Touches::rates));
  }
}

double growth(const std::map<std::int64_t, double>& before,
              const std::map<std::int64_t, double>& after) {
  double sum = 0;
  for (const auto& [number, seconds] : after) {
    const auto found = before.find(number);
    sum += std::max(0.0, seconds - (found != before.end() ? found->second : 0.0));
  }
  return sum;
}

std::string percent(double share) {
  return format_double(std::round(share * 1000) / 10) + " %";
}

std::string seconds_text(double seconds) {
  return format_double(std::round(seconds * 100) / 100) + " s";
}

void compare_times(const ProcessorTimes& before, const ProcessorTimes& after,
                   double elapsed_seconds, FairnessFindings& findings) {
  const double available = elapsed_seconds * static_cast<double>(after.processors);
  if (available <= 0) {
    return;
  }
  const double stolen = std::max(0.0, after.stolen - before.stolen);
  const double others = std::max(0.0, after.busy - before.busy - (after.own - before.own) -
                                          growth(before.kernel_threads, after.kernel_threads));
  const double share = (others + stolen) / available;
  findings.facts.push_back({"foreign_cpu_share", format_double(share), "ratio"});
  findings.facts.push_back({"runner_cpu_share",
                            format_double(std::max(0.0, after.runner - before.runner) / available),
                            "ratio"});
  if (share > kMostForeignShare && others + stolen > kLeastForeignSeconds) {
    findings.disturbances.push_back(disturbance(
        "foreign_load",
        "others used " + seconds_text(others) + " of processor time and the hypervisor took " +
            seconds_text(stolen) + ", together " + percent(share) + " of the " +
            seconds_text(available) + " that " + std::to_string(after.processors) +
            " processors had; at most " + percent(kMostForeignShare) + " leaves rates to judge",
        Touches::rates));
  }
}

/// What went wrong when one of the two could not be read.
void times_unknown(const Error& why, FairnessFindings& findings) {
  findings.facts.push_back({"foreign_cpu_share", "not readable: " + why.message, ""});
  findings.disturbances.push_back(
      disturbance("foreign_load_unknown",
                  "how much the processors worked for others could not be read: " + why.message,
                  Touches::rates));
}

}  // namespace

Surroundings read_surroundings(const FileTree& files) {
  return {.times = read_times(files),
          .conditions = condition_facts(files),
          .thermal_throttles = read_thermal_throttles(files),
          .cgroup_throttles = read_cgroup_throttles(files)};
}

FairnessFindings compare_surroundings(const Surroundings& before, const Surroundings& after,
                                      double elapsed_seconds) {
  FairnessFindings findings;
  if (before.times && after.times) {
    compare_times(*before.times, *after.times, elapsed_seconds, findings);
  } else {
    times_unknown(before.times ? after.times.error() : before.times.error(), findings);
  }
  compare_conditions(before, after, findings);
  compare_counts(before.thermal_throttles, after.thermal_throttles, "thermal_throttle",
                 "processors were throttled for their temperature", findings);
  compare_counts(before.cgroup_throttles, after.cgroup_throttles, "cgroup_throttled",
                 "the control group's processor time was used up", findings);
  return findings;
}

std::optional<Disturbance> quota_disturbance(const FileTree& files) {
  const auto text = files.read_text("/proc/stat", std::size_t{4} << 20);
  const auto times = text ? parse_stat(*text) : Result<ProcessorTimes>(text.error());
  const auto quota = cgroup_processors(files);
  if (!times || !quota || *quota >= static_cast<double>(times->processors)) {
    return std::nullopt;
  }
  return disturbance("cgroup_cpu_quota",
                     "the control group may use " + format_double(*quota) + " of the " +
                         std::to_string(times->processors) + " processors",
                     Touches::rates);
}

}  // namespace rackproof
